// AMQP: which links clients open, what they send over them, how they settle.
'use strict';

const rhea = require('rhea');
const guid = require('./guid');
const management = require('./management');
const { Message } = require('./message');

// LARGEST is the largest message of Service Bus's standard tier, in bytes.
const LARGEST = 256 << 10;

// BATCH is the message format that says that there are messages in the message:
// github.com/Azure/azure-amqp, AmqpConstants.AmqpBatchedMessageFormat.
const BATCH = 0x80013700;

const decode = rhea.message.decode;

// OPTIONS of connections: nothing is answered by rhea itself, and a session
// holds as many unsettled messages as a patient receiver takes.
const OPTIONS = {
  autoaccept: false,
  autosettle: false,
  treat_modified_as_released: false,
  session_buffer_size: 4096,
};

// container returns what accepts AMQP connections.
function container(namespace) {
  // rhea decodes each message as it comes in; here it is kept as bytes.
  rhea.message.decode = bytes => bytes;
  const all = rhea.create_container({ id: 'servicebus-double' });
  all.sasl_server_mechanisms.enable_anonymous();
  all.on('receiver_open', context => clientSends(namespace, context.receiver));
  all.on('sender_open', context => clientReceives(namespace, context.sender));
  all.on('message', context => take(namespace, context));
  all.on('sender_flow', ({ sender }) => sender.consumer && sender.consumer.queue.hand()); // it wants more
  for (const outcome of Object.keys(OUTCOMES)) all.on(outcome, context => settle(outcome, context.delivery));
  for (const event of ['error', 'protocol_error', 'connection_error', 'session_error', 'sender_error', 'receiver_error', 'disconnected']) {
    all.on(event, () => {}); // a client that goes away in a bad manner is the client's matter
  }
  return { accept: socket => all.create_connection({ ...OPTIONS, id: undefined }).accept(socket) };
}

// service returns the address of a link's other side without what stands below
// it, and whether it is a service such as $cbs rather than a queue.
function service(address = '') {
  if (address === '$cbs') return { name: 'cbs' };
  const management = /^(.*)\/\$management$/i.exec(address);
  return management ? { name: 'management', queue: management[1] } : undefined;
}

function known(namespace, address) {
  const asked = service(address);
  if (asked && asked.name === 'cbs') return true;
  return namespace.find(asked ? asked.queue : address) !== undefined;
}

function refuse(link, condition, description) {
  link.close({ condition, description });
}

// echo gives a link the settlement that its client asked for; go-amqp drops a
// link that answers with another one.
function echo(link) {
  link.local.attach.snd_settle_mode = link.remote.attach.snd_settle_mode;
  link.local.attach.rcv_settle_mode = link.remote.attach.rcv_settle_mode;
}

function clientSends(namespace, link) {
  const address = link.target && link.target.address;
  echo(link);
  link.set_source(link.source || {});
  link.set_target({ address });
  link.local.attach.max_message_size = LARGEST;
  if (!known(namespace, address)) refuse(link, 'amqp:not-found', `There is no messaging entity '${address}'.`);
}

function clientReceives(namespace, link) {
  const address = link.source && link.source.address;
  const target = link.target && link.target.address;
  echo(link);
  link.set_source({ address });
  link.set_target({ address: target });
  if (!known(namespace, address)) {
    refuse(link, 'amqp:not-found', `There is no messaging entity '${address}'.`);
    return;
  }
  if (service(address)) {
    link.connection.replies = (link.connection.replies || new Map()).set(target, link);
    return;
  }
  if (link.remote.attach.snd_settle_mode === 1) {
    refuse(link, 'amqp:not-implemented', 'The double hands out messages with a lock only.');
    return;
  }
  link.consumer = consumer(link, namespace.find(address));
  link.consumer.queue.consumers.push(link.consumer);
}

// consumer is a client's link to a queue, as the queue sees it. A client grants
// credit: it takes so many messages. rhea counts credit down when it writes,
// which is later than when it is given a message, so what was given is counted
// here.
function consumer(link, queue) {
  let given = 0;
  return {
    queue,
    open: () => link.is_open(),
    wants: () => link.sendable() && given < link.delivery_count + link.credit,
    give(entry, bytes) {
      given++;
      link.send(bytes, guid.tag(entry.token), 0).token = entry.token;
    },
  };
}

// take takes what a client sent: a question for a service, or messages.
function take(namespace, { receiver, delivery, message, format, connection }) {
  const address = receiver.target.address;
  const asked = service(address);
  if (asked) {
    delivery.accept();
    management.answer(namespace, asked, decode(message), connection.replies || new Map());
    return;
  }
  if (message.length > LARGEST) {
    delivery.reject({ condition: 'amqp:link:message-size-exceeded', description: `The message is larger than ${LARGEST} bytes.` });
    return;
  }
  try {
    const whole = new Message(message);
    const queue = namespace.find(address);
    for (const one of format === BATCH ? whole.parts() : [whole]) namespace.add(queue, one);
  } catch (failure) {
    delivery.reject({ condition: 'amqp:decode-error', description: failure.message });
    return;
  }
  delivery.accept();
}

// OUTCOMES are what clients say of a message that they hold: how the queue
// calls it, and what the double says where it is so. Dead-lettering is a
// rejection that is answered with "accepted": a rejection would mean that it
// failed.
const OUTCOMES = {
  accepted: { how: 'complete', says: () => rhea.message.accepted() },
  released: { how: 'abandon', says: () => rhea.message.released() },
  modified: { how: 'abandon', says: () => rhea.message.modified({}) },
  rejected: { how: 'bury', says: () => rhea.message.accepted() },
};

function settle(outcome, delivery) {
  const { consumer } = delivery.link;
  if (!consumer || delivery.told) return;
  delivery.told = true;
  const { how, says } = OUTCOMES[outcome];
  const info = (delivery.remote_state.error && delivery.remote_state.error.info) || {};
  const held = consumer.queue.settle(delivery.token, how, info.DeadLetterReason, info.DeadLetterErrorDescription);
  delivery.update(true, (held ? says() : lost()).described());
  // The client says nothing more about it; without this rhea would keep it.
  delivery.remote_settled = true;
}

function lost() {
  return rhea.message.rejected({ error: { condition: 'com.microsoft:message-lock-lost', description: 'The lock has expired, or the message is settled.' } });
}

module.exports = { container };

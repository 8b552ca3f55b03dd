// The services that are asked over a pair of links: $cbs, where clients present
// their tokens, and $management of each queue. What they may be asked is at
// learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response.
'use strict';

const { types } = require('rhea');
const guid = require('./guid');
const { Message } = require('./message');

// The types of an array's elements.
const TIMESTAMP = 0x83, LONG = 0x81;

// answer answers a question over the link that the question names.
function answer(namespace, asked, question, replies) {
  const link = replies.get(question.reply_to);
  if (!link) return; // it asked before it could hear
  const { status, body } = asked.name === 'cbs' ? { status: 202 } : operate(namespace, namespace.find(asked.queue), question);
  link.send({
    to: question.reply_to,
    correlation_id: question.message_id,
    application_properties: { 'status-code': types.wrap_int(status), 'status-description': DESCRIPTIONS[status] },
    body,
  });
}

const DESCRIPTIONS = {
  200: 'OK', 202: 'Accepted', 204: 'No content', 404: 'Not found',
  410: 'The lock has expired, or the message is settled.',
  501: 'The double has no such operation.',
};

function operate(namespace, queue, question) {
  const operation = OPERATIONS[question.application_properties.operation];
  return operation ? operation(queue, question.body, namespace) : { status: 501 };
}

const OPERATIONS = {
  'com.microsoft:renew-lock'(queue, body) {
    const until = body['lock-tokens'].map(token => queue.renew(guid.uuid(token)));
    if (until.includes(undefined)) return { status: 410 };
    return { status: 200, body: types.wrap_map({ expirations: types.wrap_array(until, TIMESTAMP) }) };
  },

  'com.microsoft:update-disposition'(queue, body) {
    const how = { completed: 'complete', abandoned: 'abandon', suspended: 'bury' }[body['disposition-status']];
    if (!how) return { status: 501 };
    const held = body['lock-tokens'].map(token =>
      queue.settle(guid.uuid(token), how, body['deadletter-reason'], body['deadletter-description']));
    return { status: held.includes(false) ? 410 : 200 };
  },

  'com.microsoft:schedule-message'(queue, body, namespace) {
    const numbers = body.messages.map(one => namespace.add(queue, new Message(one.message)));
    return { status: 200, body: types.wrap_map({ 'sequence-numbers': types.wrap_array(numbers, LONG) }) };
  },

  'com.microsoft:cancel-scheduled-message'(queue, body) {
    const cancelled = body['sequence-numbers'].map(number => queue.cancel(Number(number)));
    return { status: cancelled.includes(false) ? 404 : 200 };
  },

  'com.microsoft:peek-message'(queue, body) {
    const found = queue.peek(Number(body['from-sequence-number']), Number(body['message-count']));
    if (found.length === 0) return { status: 204 };
    const messages = found.map(bytes => types.wrap_map({ message: types.wrap_binary(bytes) }));
    return { status: 200, body: types.wrap_map({ messages: types.wrap_list(messages) }) };
  },
};

module.exports = { answer };

// A message as its sender wrote it, and as the queue hands it out: the same
// bytes with another delivery count, other annotations and, on the way to the
// dead-letter queue, two more properties.
'use strict';

const amqp = require('./amqp');

// The sections of a message, in the order in which they stand in it.
const HEADER = 0x70, MESSAGE_ANNOTATIONS = 0x72, PROPERTIES = 0x73, APPLICATION_PROPERTIES = 0x74, DATA = 0x75;

const SCHEDULED = 'x-opt-scheduled-enqueue-time';

class Message {
  // bytes is an encoded message: sections one after another. A section begins
  // with 0x00 0x53 and its code.
  constructor(bytes) {
    this.bytes = Buffer.from(bytes); // a copy: the connection's buffer is used again
    this.sections = [];
    for (let at = 0; at < this.bytes.length;) {
      const size = amqp.length(this.bytes, at);
      if (this.bytes[at] !== 0x00 || this.bytes[at + 1] !== 0x53) throw new Error('this is no section of a message');
      this.sections.push({ code: this.bytes[at + 2], value: this.bytes.subarray(at + 3, at + size) });
      at += size;
    }
  }

  section(code) {
    const found = this.sections.find(s => s.code === code);
    return found && found.value;
  }

  // id tells copies from each other: the message id with its type, undefined
  // where the sender gave none.
  get id() {
    const properties = this.section(PROPERTIES);
    const first = properties && amqp.items(properties)[0];
    return first && first[0] !== 0x40 ? first.toString('latin1') : undefined;
  }

  // due is when the message may be handed out, in milliseconds; 0 means now.
  get due() {
    const annotations = this.section(MESSAGE_ANNOTATIONS);
    const found = annotations && entry(amqp.items(annotations), SCHEDULED);
    return (found && amqp.time(found)) || 0;
  }

  // parts returns the messages that a batch is made of.
  parts() {
    return this.sections.filter(s => s.code === DATA).map(s => {
      const long = s.value[0] === 0xb0;
      return new Message(s.value.subarray(long ? 5 : 2));
    });
  }

  // delivered returns the bytes with which the queue hands the message out.
  // count is how often it was handed out before; annotations are values by
  // name, already encoded.
  delivered(count, annotations) {
    return this.with({
      [HEADER]: header(this.section(HEADER), count),
      [MESSAGE_ANNOTATIONS]: merged(this.section(MESSAGE_ANNOTATIONS), annotations, amqp.symbol),
    });
  }

  // buried returns the message as it goes to the dead-letter queue.
  buried(reason, description) {
    const told = {};
    if (reason !== undefined) told.DeadLetterReason = amqp.string(reason);
    if (description !== undefined) told.DeadLetterErrorDescription = amqp.string(description);
    return new Message(this.with({
      [APPLICATION_PROPERTIES]: merged(this.section(APPLICATION_PROPERTIES), told, amqp.string),
    }));
  }

  // with returns the message's bytes with some sections put in or replaced.
  with(changed) {
    const kept = this.sections.filter(s => !(s.code in changed));
    const put = Object.entries(changed).map(([code, value]) => ({ code: Number(code), value }));
    const all = [...kept, ...put].sort((a, b) => a.code - b.code); // stable, so that data sections keep their order
    return Buffer.concat(all.flatMap(s => [Buffer.from([0x00, 0x53, s.code]), s.value]));
  }
}

// header returns a header's list with another delivery count, its fifth field.
function header(old, count) {
  const fields = old ? amqp.items(old) : [];
  while (fields.length < 5) fields.push(amqp.null);
  fields[4] = amqp.uint(count);
  return amqp.list(fields);
}

// merged returns a map with entries put in or replaced.
function merged(old, entries, key) {
  const all = old ? amqp.items(old) : [];
  const kept = [];
  for (let i = 0; i < all.length; i += 2) {
    if (!(amqp.text(all[i]) in entries)) kept.push(all[i], all[i + 1]);
  }
  const put = Object.entries(entries).flatMap(([name, value]) => [key(name), value]);
  return amqp.map([...kept, ...put]);
}

// entry returns the value of a key in a map's keys and values.
function entry(all, name) {
  for (let i = 0; i < all.length; i += 2) {
    if (amqp.text(all[i]) === name) return all[i + 1];
  }
  return undefined;
}

module.exports = { Message };

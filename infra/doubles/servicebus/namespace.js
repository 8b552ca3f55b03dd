// The queues of the double, by name, and everything that was ever sent.
'use strict';

const { Queue } = require('./queue');

// Queues whose names begin so are made on first use. Usher's deployments name
// theirs advance, cut and execute; tests add endings of their own.
const KNOWN = ['advance', 'cut', 'execute'];

// MOST is how many bytes of sent messages are kept for those who search them.
const MOST = 64 << 20;

class Namespace {
  constructor() {
    this.queues = new Map();
    this.sent = []; // {queue, at, bytes}
    this.kept = 0;  // bytes in sent
    this.dropped = 0; // messages that no longer fit
  }

  // find returns the queue at an address such as execute or
  // execute/$DeadLetterQueue; undefined where there can be none. Names don't
  // differ by case.
  find(address) {
    const [name, ...below] = String(address).toLowerCase().split('/');
    if (!KNOWN.some(known => name.startsWith(known))) return undefined;
    if (!this.queues.has(name)) this.queues.set(name, new Queue(name).withDeadLetters());
    const queue = this.queues.get(name);
    if (below.length === 0) return queue;
    return below.join('/') === '$deadletterqueue' ? queue.deadLetters : undefined;
  }

  // add puts a message into a queue and returns its sequence number.
  add(queue, message) {
    const bytes = message.bytes;
    if (this.kept + bytes.length <= MOST) {
      this.kept += bytes.length;
      this.sent.push({ queue: queue.name, at: new Date().toISOString(), bytes });
    } else {
      this.dropped++;
    }
    return queue.add(message);
  }
}

module.exports = { Namespace };

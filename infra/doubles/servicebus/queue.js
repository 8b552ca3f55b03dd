// A queue: what waits, what is locked, what is scheduled, and the dead-letter
// queue beside it. It knows nothing of AMQP's frames.
'use strict';

const crypto = require('crypto');
const amqp = require('./amqp');

// What queues are made with, as a deployment of Usher sets them.
const SETTINGS = { lockMs: 60_000, maxDeliveries: 20, duplicatesMs: 600_000 };

// The states that annotations know: see x-opt-message-state.
const ACTIVE = 0, SCHEDULED = 2;

class Queue {
  constructor(name, settings = {}) {
    this.name = name;
    Object.assign(this, SETTINGS, settings);
    this.waiting = [];         // entries, by sequence number
    this.locked = new Map();   // lock token -> entry
    this.scheduled = new Map(); // sequence number -> entry
    this.seen = new Map();     // message id -> when, oldest first
    this.consumers = [];       // whom messages are handed to, in turn
    this.next = 1;             // sequence number
  }

  // withDeadLetters gives the queue its dead-letter queue, which has none
  // itself: what is in there comes back as often as it is given up.
  withDeadLetters() {
    this.deadLetters = new Queue(this.name + '/$DeadLetterQueue', { lockMs: this.lockMs, maxDeliveries: Infinity, duplicatesMs: 0 });
    return this;
  }

  // add takes a message in and returns its sequence number. A copy of one that
  // came shortly before is taken and dropped: its sender isn't told.
  add(message, count = 0) {
    const entry = { message, count, sequence: this.next++, enqueued: Date.now() };
    if (this.isCopy(message)) return entry.sequence;
    if (message.due > Date.now()) this.schedule(entry);
    else this.wait(entry);
    return entry.sequence;
  }

  isCopy(message) {
    if (!this.duplicatesMs || message.id === undefined) return false;
    for (const [id, at] of this.seen) {
      if (Date.now() - at < this.duplicatesMs) break;
      this.seen.delete(id);
    }
    if (this.seen.has(message.id)) return true;
    this.seen.set(message.id, Date.now());
    return false;
  }

  schedule(entry) {
    this.scheduled.set(entry.sequence, entry);
    entry.timer = at(entry.message.due, () => {
      this.scheduled.delete(entry.sequence);
      // It is enqueued now, so it gets a new number, as on Service Bus.
      this.wait({ ...entry, sequence: this.next++, enqueued: Date.now() });
    });
  }

  // cancel takes a scheduled message back; false where there is none.
  cancel(sequence) {
    const entry = this.scheduled.get(sequence);
    if (!entry) return false;
    clearTimeout(entry.timer.current);
    return this.scheduled.delete(sequence);
  }

  // wait puts an entry where its sequence number belongs.
  wait(entry) {
    let place = this.waiting.length;
    while (place > 0 && this.waiting[place - 1].sequence > entry.sequence) place--;
    this.waiting.splice(place, 0, entry);
    setImmediate(() => this.hand());
  }

  // hand gives what waits to the consumers that want it, one message each in
  // turn, and forgets those that are gone.
  hand() {
    this.consumers = this.consumers.filter(c => c.open());
    for (let given = true; given && this.waiting.length > 0;) {
      given = false;
      for (const consumer of this.consumers) {
        if (this.waiting.length === 0 || !consumer.wants()) continue;
        const entry = this.waiting.shift();
        this.lock(entry);
        consumer.give(entry, this.encoded(entry));
        given = true;
      }
    }
  }

  lock(entry) {
    entry.token = crypto.randomUUID();
    this.locked.set(entry.token, entry);
    this.hold(entry);
  }

  hold(entry) {
    entry.until = Date.now() + this.lockMs;
    if (entry.timer) clearTimeout(entry.timer.current);
    entry.timer = at(entry.until, () => {
      if (this.locked.delete(entry.token)) this.back(entry);
    });
  }

  // renew prolongs a lock and returns until when; undefined where it is lost.
  renew(token) {
    const entry = this.locked.get(token);
    if (!entry) return undefined;
    this.hold(entry);
    return entry.until;
  }

  // settle ends a lock: complete, abandon or bury. It returns false where the
  // lock is lost.
  settle(token, how, reason, description) {
    const entry = this.locked.get(token);
    if (!entry) return false;
    this.locked.delete(token);
    clearTimeout(entry.timer.current);
    if (how === 'abandon') this.back(entry);
    if (how === 'bury') this.bury(entry, reason, description);
    return true;
  }

  // back puts an entry at its place again, or aside after too many deliveries.
  back(entry) {
    entry.count++;
    entry.until = undefined;
    if (entry.count >= this.maxDeliveries) {
      this.bury(entry, 'MaxDeliveryCountExceeded', `The message was delivered ${entry.count} times and never completed.`);
      return;
    }
    this.wait(entry);
  }

  bury(entry, reason, description) {
    const grave = this.deadLetters || this;
    grave.wait({ message: entry.message.buried(reason, description), count: entry.count, sequence: grave.next++, enqueued: entry.enqueued });
  }

  // peek returns up to count messages from a sequence number on, whatever
  // their state, without locking them.
  peek(from, count) {
    return [...this.waiting, ...this.locked.values(), ...this.scheduled.values()]
      .filter(e => e.sequence >= from)
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, count)
      .map(e => this.encoded(e));
  }

  encoded(entry) {
    const annotations = {
      'x-opt-sequence-number': amqp.long(entry.sequence),
      'x-opt-enqueued-time': amqp.timestamp(entry.enqueued),
      'x-opt-message-state': amqp.long(this.scheduled.has(entry.sequence) ? SCHEDULED : ACTIVE),
    };
    if (entry.until) annotations['x-opt-locked-until'] = amqp.timestamp(entry.until);
    return entry.message.delivered(entry.count, annotations);
  }

  counts() {
    return {
      name: this.name,
      active: this.waiting.length,
      locked: this.locked.size,
      scheduled: this.scheduled.size,
      deadLettered: this.deadLetters ? this.deadLetters.waiting.length + this.deadLetters.locked.size : 0,
    };
  }
}

// LONGEST is as far ahead as a timer of Node's reaches, 24 days.
const LONGEST = 2 ** 31 - 1;

// at calls back at a time, however far ahead. The timer is its current one.
function at(time, call) {
  const timer = {};
  const arm = () => {
    const left = time - Date.now();
    timer.current = left > LONGEST ? setTimeout(arm, LONGEST) : setTimeout(call, Math.max(left, 0));
  };
  arm();
  return timer;
}

module.exports = { Queue };

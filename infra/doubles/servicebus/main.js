// A stand-in for Azure Service Bus on loopback, for tests: what Usher uses of
// it, spoken well enough for Microsoft's own client (azservicebus for Go).
//
// It has: tokens ($cbs, every one is believed), sending, batches, receiving
// with a lock, renewing locks, complete, abandon with the delivery count, too
// many deliveries, dead-lettering and the dead-letter queue, scheduled
// messages and taking them back, peeking, locks that expire, detecting copies.
//
// It hasn't: sessions, deferred messages, receiving without a lock, credit that
// is taken back, properties changed while settling, time to live, forwarding,
// transactions, topics, rules, the administration's HTTP API, TLS, rights,
// quotas and throttling, links that the service closes when they idle,
// partitions. It keeps nothing on disk, and nobody has put it under stress.
//
//	NODE_PATH=.build/npm/node_modules node infra/doubles/servicebus/main.js [PORT]
//
// Port 0, or none, picks one. It says "ready 127.0.0.1:PORT" when it listens.
// Where standard input is a pipe, it ends when that does, so that nothing is
// left behind when whoever started it was killed.
'use strict';

const fs = require('fs');
const net = require('net');
const control = require('./control');
const links = require('./links');
const { Namespace } = require('./namespace');

const namespace = new Namespace();
const amqp = links.container(namespace);
const http = control.server(namespace);

// One port serves both: AMQP begins with its own name.
const server = net.createServer(socket => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.once('readable', () => {
    const first = socket.read(1);
    if (first === null) return; // closed without a word
    socket.unshift(first);
    if (first.toString() === 'A') amqp.accept(socket);
    else http.emit('connection', socket);
  });
});

server.listen(Number(process.argv[2] || 0), '127.0.0.1', () => {
  console.log(`ready 127.0.0.1:${server.address().port}`);
});

const input = fs.fstatSync(0);
if (input.isFIFO() || input.isSocket()) {
  process.stdin.on('end', () => process.exit()).resume();
}

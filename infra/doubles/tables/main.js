// Azurite's table service, Microsoft's own emulator, in memory and on loopback.
//
//	NODE_PATH=.build/npm/node_modules node infra/doubles/tables/main.js [PORT]
//
// Port 0, or none, picks one, which Azurite by itself wouldn't tell. It says
// "ready 127.0.0.1:PORT" when it listens. Where standard input is a pipe, it
// ends when that does, so that nothing is left behind when whoever started it
// was killed.
'use strict';

const fs = require('fs');
const http = require('http');

const listen = http.Server.prototype.listen;
http.Server.prototype.listen = function (...args) {
  this.once('listening', () => console.log(`ready 127.0.0.1:${this.address().port}`));
  return listen.apply(this, args);
};

const input = fs.fstatSync(0);
if (input.isFIFO() || input.isSocket()) {
  process.stdin.on('end', () => process.exit()).resume();
}

process.argv = [
  ...process.argv.slice(0, 2), '--inMemoryPersistence', '--tableHost', '127.0.0.1', '--tablePort', process.argv[2] || '0',
  '--silent', '--disableTelemetry', '--skipApiVersionCheck',
];
require('azurite/dist/src/table/main');

// AMQP 1.0 values as bytes. A message is cut at its seams and never decoded as
// a whole: JavaScript has one kind of number and AMQP has twelve, so what is
// decoded and encoded again may come out as another type.
'use strict';

// length returns how many bytes the value at a place takes, its type included.
// The first half of the type's byte says how its length is written.
function length(bytes, at) {
  const type = bytes[at];
  if (type === 0x00) { // described: a descriptor, then the value
    const descriptor = length(bytes, at + 1);
    return 1 + descriptor + length(bytes, at + 1 + descriptor);
  }
  switch (type >> 4) {
    case 0x4: return 1;
    case 0x5: return 2;
    case 0x6: return 3;
    case 0x7: return 5;
    case 0x8: return 9;
    case 0x9: return 17;
    case 0xa: case 0xc: case 0xe: return 2 + bytes[at + 1];
    case 0xb: case 0xd: case 0xf: return 5 + bytes.readUInt32BE(at + 1);
  }
  throw new Error(`no AMQP value begins with ${type}`);
}

// items returns the values in a list or a map, each with its own type byte. In
// a map keys and values take turns.
function items(bytes) {
  const type = bytes[0];
  if (type === 0x45) return []; // the empty list
  const small = type === 0xc0 || type === 0xc1;
  if (!small && type !== 0xd0 && type !== 0xd1) throw new Error(`${type} begins neither list nor map`);
  const count = small ? bytes[2] : bytes.readUInt32BE(5);
  const found = [];
  for (let at = small ? 3 : 9; found.length < count;) {
    const size = length(bytes, at);
    found.push(bytes.subarray(at, at + size));
    at += size;
  }
  return found;
}

// text returns a string or symbol as a string, whatever else as nothing.
function text(value) {
  switch (value[0]) {
    case 0xa1: case 0xa3: return value.toString('utf8', 2);
    case 0xb1: case 0xb3: return value.toString('utf8', 5);
  }
  return undefined;
}

// time returns a timestamp in milliseconds since 1970.
function time(value) {
  return value[0] === 0x83 ? Number(value.readBigInt64BE(1)) : undefined;
}

function sized(type8, type32, body) {
  if (body.length < 256) return Buffer.concat([Buffer.from([type8, body.length]), body]);
  const head = Buffer.alloc(5);
  head[0] = type32;
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

function eight(type, number) {
  const bytes = Buffer.alloc(9);
  bytes[0] = type;
  bytes.writeBigInt64BE(BigInt(number), 1);
  return bytes;
}

function uint(number) {
  const bytes = Buffer.alloc(5);
  bytes[0] = 0x70;
  bytes.writeUInt32BE(number, 1);
  return bytes;
}

// compound writes a list (0xd0) or a map (0xd1) of values that are bytes.
function compound(type, values) {
  const body = Buffer.concat(values);
  const head = Buffer.alloc(9);
  head[0] = type;
  head.writeUInt32BE(body.length + 4, 1);
  head.writeUInt32BE(values.length, 5);
  return Buffer.concat([head, body]);
}

module.exports = {
  length, items, text, time, uint,
  null: Buffer.from([0x40]),
  string: s => sized(0xa1, 0xb1, Buffer.from(s)),
  symbol: s => sized(0xa3, 0xb3, Buffer.from(s)),
  long: n => eight(0x81, n),
  timestamp: ms => eight(0x83, ms),
  list: values => compound(0xd0, values),
  map: values => compound(0xd1, values),
};

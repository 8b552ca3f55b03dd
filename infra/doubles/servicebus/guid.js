// Lock tokens. Service Bus writes them as .NET writes a Guid where they are the
// tag of a delivery, and as UUIDs everywhere else: the first three groups come
// with their bytes reversed.
'use strict';

function swapped(bytes) {
  const other = Buffer.from(bytes);
  other.subarray(0, 4).reverse();
  other.subarray(4, 6).reverse();
  other.subarray(6, 8).reverse();
  return other;
}

// uuid returns the text of 16 bytes in the order of a UUID.
function uuid(bytes) {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

module.exports = {
  uuid,
  tag: token => swapped(Buffer.from(token.replace(/-/g, ''), 'hex')),
};

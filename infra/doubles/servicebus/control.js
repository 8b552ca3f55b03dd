// The double's own door, HTTP on the same port, for tests and for the curious:
//
//	GET /queues              what each queue holds
//	PUT /queues/NAME         {"lockMs":500,"maxDeliveries":2,"duplicatesMs":0}, each optional
//	GET /sent[?queue=NAME]   the bytes of every message that was ever sent, base64
//
// /sent keeps what was completed long ago, so that a test can search it for
// what must never be sent; "dropped" counts what no longer fitted.
'use strict';

const http = require('http');

function server(namespace) {
  return http.createServer(async (request, response) => {
    let said;
    try {
      said = [200, await answer(namespace, request)];
    } catch (failure) {
      said = [400, { error: failure.message }];
    }
    response.writeHead(said[0], { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(said[1]) + '\n');
  });
}

async function answer(namespace, request) {
  const url = new URL(request.url, 'http://double');
  const [, door, name] = url.pathname.split('/');
  switch (`${request.method} ${door}`) {
    case 'GET queues':
      return [...namespace.queues.values()].map(q => q.counts());
    case 'PUT queues':
      return change(namespace.find(name), request);
    case 'GET sent':
      return sent(namespace, (url.searchParams.get('queue') || '').toLowerCase());
  }
  throw new Error(`there is no ${request.method} ${url.pathname}`);
}

function sent(namespace, wanted) {
  const messages = namespace.sent.filter(m => !wanted || m.queue === wanted);
  return { dropped: namespace.dropped, messages: messages.map(m => ({ ...m, bytes: m.bytes.toString('base64') })) };
}

async function change(queue, request) {
  if (!queue) throw new Error('there is no such queue');
  let text = '';
  for await (const part of request) text += part;
  const asked = JSON.parse(text);
  for (const [key, value] of Object.entries(asked)) {
    if (!['lockMs', 'maxDeliveries', 'duplicatesMs'].includes(key)) throw new Error(`${key} is no setting of a queue`);
    if (!Number.isFinite(value) || value < 0) throw new Error(`${key} is a number, not ${value}`);
  }
  Object.assign(queue, asked);
  if ('lockMs' in asked) queue.deadLetters.lockMs = asked.lockMs;
  return queue.counts();
}

module.exports = { server };

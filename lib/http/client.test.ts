import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HttpClient, Passing, retryAfterMs, retrying } from './index.js';

let server: Server;
let address: string;
let answer: RequestListener;
const client = new HttpClient({ timeoutMs: 1000, idleTimeoutMs: 200 });

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
});

const bytes = (most = 1000) => client.send(address, {}, (found) => found.bytes(most));

test('a zipped answer is unzipped, and the limit counts what comes out', async () => {
  const zipped = gzipSync('a'.repeat(1000));
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped);
  expect(String(await bytes())).toBe('a'.repeat(1000));
  await expect(bytes(999)).rejects.toMatchObject({ fault: 'too large', passing: false });
  answer = (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped.subarray(0, 20));
  await expect(bytes()).rejects.toMatchObject({ fault: 'cut off', passing: true });
});

test('says how a request failed', async () => {
  answer = (_, response) => response.write('a');
  await expect(bytes()).rejects.toMatchObject({ fault: 'late', code: 'UND_ERR_BODY_TIMEOUT' });
  answer = ({ socket }) => socket.destroy();
  await expect(bytes()).rejects.toMatchObject({ fault: 'cut off', code: 'UND_ERR_SOCKET' });
  server.close();
  await client.close();
  await expect(bytes()).rejects.toMatchObject({ fault: 'unreachable', message: 'connection refused' });
});

test('a redirect is an answer, unless some are allowed', async () => {
  answer = (_, response) => response.writeHead(302, { location: '/' }).end();
  expect(await client.send(address, {}, async ({ status }) => status)).toBe(302);
});

test('an attempt that may do better is made again, and its own error thrown in the end', async () => {
  const failure = new RangeError('busy');
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    throw new Passing(failure);
  };
  await expect(retrying(attempt, { retries: 2, pauseMs: 1 })).rejects.toBe(failure);
  expect(attempts).toBe(3);
  const longWait = () => Promise.reject(new Passing(failure, 61_000));
  await expect(retrying(longWait, { retries: 2, pauseMs: 1 })).rejects.toBe(failure);
  const stop = new AbortController();
  const wait = () => Promise.reject(new Passing(failure, 50_000));
  setTimeout(() => stop.abort(new Error('enough')), 10);
  await expect(retrying(wait, { retries: 2, signal: stop.signal })).rejects.toThrow('enough');
});

test('Retry-After: seconds, or a date', () => {
  expect([undefined, '', 'soon', '2', '-1'].map(retryAfterMs)).toEqual([
    undefined,
    undefined,
    undefined,
    2000,
    0,
  ]);
  expect(retryAfterMs('Fri, 31 Dec 2999 23:59:59 GMT')).toBeGreaterThan(1e12);
});

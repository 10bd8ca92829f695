import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Fault, serviceServer } from '../testing/service-server.js';
import {
  ServiceError,
  serviceAddress,
  serviceFetch,
  serviceKey,
  setting,
  shownAddress,
  withoutPasswords,
} from './index.js';
import { redact } from './secret.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-services-'));
  vi.stubEnv('VITRINE_ROOT', root);
  vi.stubEnv('SHOP_KEY', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const env = (text: string) => writeFile(path.join(root, '.env'), text);

test('settings: the environment before .env, and .env is not put into the environment', async () => {
  expect(setting('SHOP_KEY')).toBeUndefined();
  await env('\uFEFF# a comment\r\nexport SHOP_KEY="from file" # more\r\n');
  expect(setting('SHOP_KEY')).toBe('from file');
  expect(process.env.SHOP_KEY).toBe('');
  vi.stubEnv('SHOP_KEY', ' from environment ');
  expect(setting('SHOP_KEY')).toBe('from environment');
});

test('a .env that cannot be read is an error, not a missing key', async () => {
  await mkdir(path.join(root, '.env'));
  expect(() => setting('SHOP_KEY')).toThrow(/\.env cannot be read \(EISDIR\)/);
});

test('keys: missing, malformed, and never printed', async () => {
  expect(() => serviceKey('Shop', 'SHOP_KEY')).toThrow('no key for Shop: put SHOP_KEY=… into .env');
  await env('SHOP_KEY=two words-SECRET');
  expect(() => serviceKey('Shop', 'SHOP_KEY')).toThrow(/^SHOP_KEY has blanks(?!.*SECRET)/);
  await env('SHOP_KEY=abc-SECRET');
  const key = serviceKey('Shop', 'SHOP_KEY');
  expect([`${key}`, JSON.stringify({ key }), inspect(key, { showHidden: true })]).toEqual([
    '[SHOP_KEY]',
    '{"key":"[SHOP_KEY]"}',
    '[SHOP_KEY]',
  ]);
  expect(redact('Api-Key: abc-SECRET, abc-SECRET')).toBe('Api-Key: [SHOP_KEY], [SHOP_KEY]');
  expect(new ServiceError('abc-SECRET', { service: 'Shop', fault: 'failed' }).stack).not.toContain('SECRET');
});

test('a key goes to https, or to this machine', () => {
  expect(serviceAddress('https://api.example.org/v1/', 'SHOP_URL')).toBe('https://api.example.org/v1');
  expect(serviceAddress('http://[::1]:80', 'SHOP_URL')).toBe('http://[::1]:80');
  for (const bad of [
    'http://api.example.org',
    'http://localhost.example.org',
    'ftp://x',
    'x',
    'https://me:pw@x.org',
    'me:pw@x.org',
    'https://me:pw@x.org:port',
    'http://x.org/?key=pw',
  ]) {
    expect(() => serviceAddress(bad, 'SHOP_URL')).toThrow(/^SHOP_URL: .* is no https address(?!.*pw)/);
  }
});

test.each([
  ['https://me:pw@x.org/models?token=pw#pw', 'https://x.org/models'],
  ['http://127.0.0.1:80/', 'http://127.0.0.1'],
  ['me:pw@x.org', 'x.org'],
  ['https://me:p@w@x.org:port', 'x.org:port'],
  ['', ''],
])('the address %j is shown as %j', (address, expected) => {
  expect(shownAddress(address)).toBe(expected);
});

test.each([
  ["DATA = 'postgres://me:p@ss/w#rd@db/shop'; next", "DATA = 'postgres://…@db/shop'; next"],
  ['see https://me:pw@x.org/a and https://x.org/@me', 'see https://…@x.org/a and https://x.org/@me'],
  ['"Host=db;Password=pw pw;Database=shop"', '"Host=db;Password=…;Database=shop"'],
  ['Host=db;Pwd="a;b""c";Database=shop', 'Host=db;Pwd=…;Database=shop'],
  [String.raw`"DATA = \"Host=db;Password='pw'\""`, String.raw`"DATA = \"Host=db;Password=…\""`],
  [String.raw`DATA = \"Password=\\"p;w\\";Host=db\"`, String.raw`DATA = \"Password=…;Host=db\"`],
  ['postgres://db/shop?password=pw&sslmode=require', 'postgres://db/shop?password=…&sslmode=require'],
  ['Price 24 €, sofa@home', 'Price 24 €, sofa@home'],
])('of %j is kept %j', (text, expected) => {
  expect(withoutPasswords(text)).toBe(expected);
});

test.each<[Fault[], string, number]>([
  [[{ status: 500 }, 'cut', { status: 429, headers: { 'retry-after': '0' } }], 'answer', 4],
  [[{ status: 500 }, { status: 500 }, { status: 500 }, { status: 502 }], 'Shop failed (HTTP 502)', 4],
  [[{ status: 307, headers: { location: 'https://elsewhere.example' } }], 'Shop redirects elsewhere', 1],
  [[{ status: 429, headers: { 'retry-after': 'Fri, 31 Dec 2999 23:59:59 GMT' } }], 'Shop limits this key', 1],
  [
    [{ status: 400, body: { message: `a\nb${'c'.repeat(500)}` } }],
    'Shop rejected the request (HTTP 400: a b',
    1,
  ],
])('serviceFetch after %j: %s', async (faults, outcome, requests) => {
  vi.stubEnv('SHOP_KEY', 'abc-SECRET');
  const server = await serviceServer(() => ({ body: 'answer' }));
  server.fail('GET', ...faults);
  const send = serviceFetch({
    service: 'Shop',
    key: serviceKey('Shop', 'SHOP_KEY'),
    keyIn: 'Authorization',
    timeoutMs: 2000,
    retries: 3,
    pauseMs: 1,
    repeatable: true,
  });
  try {
    server.fail('GET', { body: '"answer"' });
    const said = await send(server.address).then(
      (r) => r.json(),
      (e: Error) => e.message,
    );
    expect(said).toContain(outcome);
    expect(String(said).length).toBeLessThan(300);
    expect(server.requests).toHaveLength(requests);
    expect(server.requests[0].headers.authorization).toBe('Bearer abc-SECRET');
  } finally {
    await server.close();
  }
});

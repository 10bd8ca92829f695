import { expect, test } from 'vitest';
import { isLoopback } from './loopback.js';
import { AddressGuard } from './public-address.js';

const guard = new AddressGuard(['10.1.0.0/16', '::1']);

test.each([
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  'fe80::1',
  'fd00::1',
  'ff02::1',
  '::',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('%s is refused', (address) => {
  expect(() => guard.require(address)).toThrow(/only public ones/);
});

test.each(['93.184.216.34', '2606:4700::1111', '64:ff9b::5db8:d822', '10.1.2.3', '::1'])(
  '%s is let through',
  (address) => {
    expect(() => guard.require(address)).not.toThrow();
  },
);

test.each(['http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:7f00:1]/', 'http://127.1/'])(
  '%s is an address in disguise',
  (url) => {
    expect(() => guard.requireHost(new URL(url).hostname)).toThrow(/loopback/);
  },
);

test.each([true, false])('a name that resolves to a loopback address is refused (all: %s)', async (all) => {
  const strict = new AddressGuard([]);
  const error = await new Promise((done) => strict.lookup('localhost', { all }, done));
  expect(String(error)).toMatch(/loopback address/);
});

test('this machine goes by some names, and others only look like them', () => {
  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.1', '::1', '[::1]'])
    expect(isLoopback(host), host).toBe(true);
  for (const host of ['', 'localhost.evil.example', '127.0.0.1.evil.example', '128.0.0.1', '::2', '[::1'])
    expect(isLoopback(host), host).toBe(false);
});

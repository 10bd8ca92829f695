import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { isConnectionString, parseConnection, quotedName } from './index.js';

afterEach(() => vi.unstubAllEnvs());
const settings = (text: string) => parseConnection(text).driverSettings();

test('both spellings say the same', async () => {
  const wanted = {
    ...{ host: 'db.example', port: 6000, database: 'my shop', user: 'me', password: 'a;b"c@d' },
    application_name: 'vitrine',
    connectionTimeoutMillis: 5000,
    options: '-c search_path=sales',
  };
  const address =
    'postgresql://me:a%3Bb%22c%40d@db.example:6000/my%20shop?connect_timeout=5&search_path=sales&sslmode=require';
  const list =
    'Host=db.example;Port=6000;Database=my shop;Username=me;Password="a;b""c@d";Timeout=5;Search Path=sales;SSL Mode=Require;Pooling=true;';
  expect(await settings(address)).toMatchObject(wanted);
  expect(await settings(list)).toEqual(await settings(address));
  expect((await settings(list)).ssl).toMatchObject({ rejectUnauthorized: false });
});

test('neither user nor password is shown', () => {
  const secrets = ['me', 'secret-1'];
  for (const text of [
    'postgres://me:secret-1@[::1]:6000/shop?table=products',
    'Server=::1;Port=6000;Database=shop;User Id=me;Pwd=secret-1;Table=products',
  ]) {
    const connection = parseConnection(text);
    expect(connection.table).toBe('products');
    expect(String(connection)).toBe('postgres://[::1]:6000/shop');
    const shown = [String(connection), JSON.stringify({ connection }), inspect(connection)].join();
    for (const secret of secrets) expect(shown).not.toContain(secret);
  }
});

test('an error names the setting and holds no value that may be a password', () => {
  const wrong = [
    [
      'postgres://me:hush-1@db/shop?port=70000',
      /port is "?70000"?: it must be a whole number from 1 to 65535/,
    ],
    ['postgres://db/shop?tabel=a', /no setting "tabel"; there are host/],
    ['postgres://me:hush-1@db/shop?hush=a', /setting after the password that is not known/],
    ['postgres://me:12?hush@db/shop', /as %40 %2F %3F %23/],
    ['Colour=red;Host=db;Password=hush-1', /no setting "Colour"/],
    ['Host=db;Password=a;hush=b', /setting after the password .* put quotes around a value with semicolons/],
    ['Host=db;Password=hush-1;SSL Mode=maybe', /sslmode is "maybe": it must be one of disable/],
    ['Host=a,b;Password=hush-1', /give one host/],
    ['Host=db;Password="hush-1', /put quotes around a value/],
    ['postgres://me:hush#1@db/shop', /as %40 %2F %3F %23/],
  ] as const;
  for (const [text, message] of wrong) {
    expect(() => parseConnection(text), text).toThrow(message);
    expect(() => parseConnection(text), text).not.toThrow(/hush/);
  }
});

test('any password comes through both spellings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), async (password) => {
      const address = `postgres://me:${encodeURIComponent(password)}@db/shop`;
      const list = `Host=db;Password="${password.replaceAll('"', '""')}";Database=shop`;
      for (const text of [address, list]) expect((await settings(text)).password).toBe(password);
    }),
  );
});

test('TLS is as libpq has it: off here, where it can be had elsewhere, and as sure as is asked', async () => {
  const ssl = async (text: string) => (await settings(text)).ssl;
  expect(await ssl('postgres://localhost/shop')).toBe(false);
  expect(await ssl('postgres://db.example/shop')).toMatchObject({ rejectUnauthorized: false });
  expect(await ssl('Host=db.example;Ssl Mode=disable')).toBe(false);
  const full = await ssl('postgres://db.example/shop?sslmode=verify-full');
  expect(full).toEqual({ ca: undefined, rejectUnauthorized: true });
  await expect(ssl('postgres://db/shop?sslrootcert=none.pem')).rejects.toThrow(/none\.pem cannot be read/);
});

test('DATABASE_URL is asked where nothing is given', () => {
  vi.stubEnv('DATABASE_URL', 'postgres://me:secret@db.example/shop');
  expect(String(parseConnection())).toBe('postgres://db.example/shop');
  vi.stubEnv('DATABASE_URL', '');
  vi.stubEnv('VITRINE_ROOT', import.meta.dirname);
  expect(() => parseConnection()).toThrow(/put DATABASE_URL=… into \.env/);
});

test('a connection string is told from a path, a name goes into SQL quoted', () => {
  expect(['postgres://h/d', 'Host=a;Database=b', 'data source=x'].every(isConnectionString)).toBe(true);
  expect(['products.csv', '/data/host=1.csv', 'shopify://a.b', ''].some(isConnectionString)).toBe(false);
  expect(quotedName('shop.products')).toBe('"shop"."products"');
  expect(quotedName('"My ""Shop"".v2".Products')).toBe('"My ""Shop"".v2"."Products"');
  expect(quotedName('a; DROP TABLE b')).toBe('"a; DROP TABLE b"');
  for (const wrong of ['', 'a.', '.a', 'a.b.c', '"a', 'x'.repeat(64), 'a\0']) {
    expect(() => quotedName(wrong), wrong).toThrow(/no name of a table/);
  }
});

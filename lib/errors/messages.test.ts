import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueSentence, messageOf, shown, systemReason, visible } from './index.js';

test('failed work on a file is told in words, other errors as they are', async () => {
  const failure = (file: string) => readFile(file).catch((error: unknown) => error);
  const folder = import.meta.dirname;
  expect(messageOf(await failure(folder))).toBe('it is a folder, not a file (EISDIR)');
  expect(messageOf(await failure(path.join(folder, 'none')))).toBe(
    'there is no such file or folder (ENOENT)',
  );
  const refused = Object.assign(new Error('connect EACCES 10.0.0.1:80'), { code: 'EACCES' });
  expect(messageOf(refused)).toBe('connect EACCES 10.0.0.1:80');
  expect(systemReason(new Error('ENOENT'))).toBeUndefined();
  expect([messageOf('a\n  b'), messageOf(undefined), messageOf(new Error(' c '))]).toEqual([
    'a b',
    'undefined',
    'c',
  ]);
});

test('what a terminal obeys is shown', () => {
  expect(visible('Sofa\u001b]0;owned\u0007 \u009b2J\u007f\r\u0000')).toBe(
    'Sofa\\u001b]0;owned\\u0007 \\u009b2J\\u007f\\u000d\\u0000',
  );
  expect(visible('Größe 90 × 200\ttiefrot\r\nשולחן 🛋️\n')).toBe('Größe 90 × 200\ttiefrot\r\nשולחן 🛋️\n');
  expect(shown('a\u009b\u001b')).toBe('"a\\u009b\\u001b"');
});

test('what a schema found wrong is told with its place and value', () => {
  const schema = z.object({ layers: z.array(z.object({ size: z.int('must be whole') })) });
  const value = { layers: [{ size: 1 }, { size: 0.5 }] };
  const { error } = schema.safeParse(value);
  expect(issueSentence(error!)).toBe('layers.1.size: must be whole');
  expect(issueSentence(error!, value)).toBe('layers.1.size is 0.5: must be whole');
  expect(issueSentence(error!, value, { joint: '; it ' })).toBe('layers.1.size is 0.5; it must be whole');
  expect(issueSentence(schema.safeParse(3).error!)).toMatch(/^the whole: /);
  expect(issueSentence(schema.safeParse(3).error!, 3, { whole: 'options' })).toMatch(/^options is 3: /);
  expect(issueSentence(error!, value, { before: 'net ' })).toBe('net layers.1.size is 0.5: must be whole');
});

test('a key that the whole must not have gets a sentence of its own, one further down does not', () => {
  const schema = z.strictObject({ a: z.strictObject({}).optional() });
  const unknown = (key: string) => `no ${key}`;
  const told = (value: unknown) => issueSentence(schema.safeParse(value).error!, value, { unknown });
  expect(told({ b: 1 })).toBe('no b');
  expect(told({ a: { b: 1 } })).toMatch(/^a is .*: Unrecognized key/);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver, ownBuffer, startThread } from './index.js';

const dist = path.resolve(import.meta.dirname, '../dist/threads/index.js');
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'threads-'));
  file = path.join(folder, 'thread.mjs');
  await writeFile(
    file,
    `import { answerCalls } from ${JSON.stringify(pathToFileURL(dist).href)};
answerCalls({
  twice: async (numbers) => ({ value: numbers.map((x) => 2 * x) }),
  wait: (ms) => new Promise((resolve) => setTimeout(() => resolve({ value: ms }), ms)),
  fail: async () => { throw new RangeError('no\\nway'); },
  die: async () => process.exit(3),
  stray: () => new Promise(() => setTimeout(() => { throw new Error('astray'); })),
});`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('answers in order, hands arrays over, and passes messages of errors on', async () => {
  const thread = startThread(file);
  const numbers = Float32Array.of(1, 2);
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  await Promise.all([
    thread.call('wait', 20).then(note('slow')),
    thread.call<Float32Array>('twice', numbers, handedOver([numbers])).then((twice) => {
      order.push('quick');
      expect([...twice]).toEqual([2, 4]);
    }),
    expect(thread.call('fail', null)).rejects.toThrow('no way'),
  ]);
  expect(order).toEqual(['slow', 'quick']);
  expect(numbers.length).toBe(0);
  const open = thread.call('wait', 20);
  await Promise.all([thread.end(), thread.end()]);
  expect(await open).toBe(20);
  await expect(thread.call('wait', 1)).rejects.toThrow('its thread has ended');
});

test.each([
  ['die', 'its thread stopped with code 3'],
  ['stray', 'its thread stopped: astray'],
])('a thread that dies (%s) fails its open calls and those after', async (name, message) => {
  const thread = startThread(file);
  const open = [thread.call(name, null), thread.call('wait', 1000)];
  for (const call of open) await expect(call).rejects.toThrow(message);
  await expect(thread.call('wait', 1)).rejects.toThrow(message);
  await thread.end();
});

test('a view of a larger buffer is copied, a whole array is not', () => {
  const whole = Float32Array.of(1, 2, 3);
  expect(ownBuffer(whole)).toBe(whole);
  const view = ownBuffer(whole.subarray(1, 2));
  expect([...view, view.buffer.byteLength]).toEqual([2, 4]);
  const pooled = Buffer.from('abc');
  expect(ownBuffer(pooled).buffer.byteLength).toBe(3);
  expect(handedOver([whole, whole])).toEqual([whole.buffer]);
});

import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inFlight } from './in-flight.js';

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

test('results come in order, two under way at most', async () => {
  let open = 0;
  let most = 0;
  const run = async (i: number) => {
    most = Math.max(most, ++open);
    await setTimeout(10 - 2 * i);
    open--;
    return i * i;
  };
  expect(await collect(inFlight([0, 1, 2, 3, 4], run))).toEqual([0, 1, 4, 9, 16]);
  expect(await collect(inFlight([], run))).toEqual([]);
  expect(most).toBe(2);
});

test('a failure is thrown in its turn', async () => {
  const seen: number[] = [];
  const run = async (i: number) => {
    if (i === 1) throw new Error('no 1');
    await setTimeout(5);
    return i;
  };
  const all = async () => {
    for await (const value of inFlight([0, 1, 2], run)) seen.push(value);
  };
  await expect(all()).rejects.toThrow('no 1');
  expect(seen).toEqual([0]);
});

test('a caller that stops early waits for what is under way', async () => {
  let open = 0;
  const run = async (i: number) => {
    open++;
    await setTimeout(5);
    open--;
    return i;
  };
  for await (const value of inFlight([0, 1, 2, 3], run)) {
    expect(value).toBe(0);
    break;
  }
  expect(open).toBe(0);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readEvents } from '../../catalog/index.js';
import { sampleBehavior, writeSampleBehavior } from './behavior.js';
import { categoryNames } from './categories.js';
import { makeProducts } from './product.js';
import { roomNames, roomsOf } from './rooms.js';

const products = makeProducts(42, 300);

test('every category belongs to a room, and every room has some', () => {
  expect(categoryNames.filter((name) => roomsOf(name).length === 0)).toEqual([]);
  for (const room of roomNames) {
    expect(categoryNames.filter((name) => roomsOf(name).includes(room)).length).toBeGreaterThan(2);
  }
});

test('one seed gives one set of events; what one shopper buys shares a style far more often than chance', () => {
  const events = sampleBehavior(products, { users: 400 });
  expect(sampleBehavior([...products].reverse(), { users: 400 })).toEqual(events);
  const styleOf = new Map(products.map(({ id, style }) => [id, style]));
  const bought = new Map<string, string[]>();
  for (const { user, product, event } of events) {
    if (event === 'purchase') bought.set(user, [...(bought.get(user) ?? []), styleOf.get(product)!]);
  }
  let [same, pairs] = [0, 0];
  for (const styles of bought.values()) {
    for (let i = 1; i < styles.length; i++) {
      pairs++;
      if (styles[i] === styles[0]) same++;
    }
  }
  expect(pairs).toBeGreaterThan(100);
  expect(same / pairs).toBeGreaterThan(0.4);
  const touched = new Set(events.map(({ product }) => product)).size / products.length;
  expect(touched).toBeGreaterThan(0.8);
  expect(touched).toBeLessThan(0.97);
});

test('what is written is read back', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-behavior-'));
  try {
    const events = sampleBehavior(products, { users: 20 });
    await writeSampleBehavior(path.join(folder, 'events.csv'), events);
    const read = await readEvents(path.join(folder, 'events.csv'), products);
    expect(read.user.length).toBe(events.length);
    expect([read.rejected, read.unknownProducts]).toEqual([[], []]);
    expect(read.users[read.user[7]]).toBe(events[7].user);
    expect(products[read.product[7]].id).toBe(events[7].product);
    expect(new Date(read.time[7]).toISOString()).toBe(events[7].time);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('names bad input', () => {
  expect(() => sampleBehavior([{ id: 'x' }])).toThrow(/"x" is not in the sample catalogue of 1 products/);
  expect(() => sampleBehavior(products, { seed: 43 })).toThrow(/with seed 43/);
  expect(() => sampleBehavior(products, { users: 0 })).toThrow(/0 shoppers/);
});

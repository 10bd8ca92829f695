import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isHeld, Lease } from './lease.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-lease-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

test('a lease is held while it is renewed, and gone once it is released', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const file = path.join(folder, 'a.lease');
  expect(await isHeld(file)).toBeUndefined();
  const lease = Lease.take(file);
  expect(await isHeld(file)).toBe(true);
  const longAgo = Date.now() / 1000 - 3600;
  await utimes(file, longAgo, longAgo);
  expect(await isHeld(file)).toBe(false);
  vi.advanceTimersByTime(60_000);
  await vi.waitUntil(() => isHeld(file));
  await lease.release();
  await lease.renew();
  expect(await isHeld(file)).toBeUndefined();
});

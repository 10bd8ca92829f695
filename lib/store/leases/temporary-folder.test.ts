import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder, temporaryLeftovers } from './index.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'temporary-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, root);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

test('temporary folders of killed processes are removed by the next one, those in use and of others are not', async () => {
  const [killed, inUse] = [await temporaryFolder('kernel'), await temporaryFolder('kernel')];
  const others = path.join(root, 'vitrine-notes');
  await mkdir(others);
  await writeFile(path.join(killed.path, 'connection.json'), '{}');
  await utimes(path.join(killed.path, 'vitrine.lease'), 0, 0);
  expect(await temporaryLeftovers()).toEqual([killed.path]);
  const next = await temporaryFolder('hnsw');
  expect([killed.path, inUse.path, next.path, others].map(existsSync)).toEqual([false, true, true, true]);
  await next.remove();
  expect(existsSync(next.path)).toBe(false);
  await inUse.remove();
});

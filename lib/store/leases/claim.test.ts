import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimFolder } from './claim.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-claim-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The claim as another process would have written it. */
async function changeClaim(change: Record<string, unknown>): Promise<string> {
  const [name] = await readdir(folder);
  const file = path.join(folder, name);
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }));
  return file;
}

test('a folder is claimed once at a time, and what claims it is named', async () => {
  const target = path.join(folder, 'db');
  const giveBack = await claimFolder(target);
  await expect(claimFolder(target)).rejects.toThrow(`${target} is in use by this process itself; `);
  const other = await claimFolder(path.join(folder, 'db-2'));
  await other();
  await giveBack();
  await (await claimFolder(target))();
  expect(await readdir(folder)).toEqual([]);
});

test('of many at once at most one has it', async () => {
  const target = path.join(folder, 'db');
  const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimFolder(target)));
  const held = claims.filter(({ status }) => status === 'fulfilled');
  expect(held.length).toBeLessThanOrEqual(1);
  for (const claim of claims) if (claim.status === 'fulfilled') await claim.value();
  expect(await readdir(folder)).toEqual([]);
});

test('the claim of a process that ended is passed over, that of one that runs is not', async () => {
  const target = path.join(folder, 'db');
  await claimFolder(target);
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  await once(child, 'spawn');
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => null);
  await changeClaim({ pid: child.pid, started: stat?.split(') ')[1].split(' ')[19] ?? null });
  await expect(claimFolder(target)).rejects.toThrow(`process ${child.pid} on `);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await claimFolder(target))();
});

test.skipIf(process.platform !== 'linux')('a process id that was given out again holds nothing', async () => {
  const target = path.join(folder, 'db');
  await claimFolder(target);
  await changeClaim({ started: '1' });
  await (await claimFolder(target))();
});

test('on another machine a claim holds for as long as its holder gives signs of life', async () => {
  const target = path.join(folder, 'db');
  await claimFolder(target);
  const file = await changeClaim({ machine: 'elsewhere 1 2' });
  await expect(claimFolder(target)).rejects.toThrow(/process \d+ on elsewhere since 20/);
  const longAgo = Date.now() / 1000 - 3600;
  await utimes(file, longAgo, longAgo);
  await (await claimFolder(target))();
});

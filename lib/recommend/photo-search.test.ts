import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runJob } from '../jobs/index.js';
import { ensureSample } from '../samples/index.js';
import { openRecommender, recommendJob, type SavedRecommender } from './index.js';

const vitrine = path.resolve(import.meta.dirname, '../bin/vitrine.js');

let root: string;
let shop: SavedRecommender;
let server: Server;
/** Address of a photo by its name. */
let address: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'photo-search-'));
  vi.stubEnv('VITRINE_ROOT', root);
  await writeFile(path.join(root, 'package.json'), '{}');
  const { catalogPath: DATA, directory } = await ensureSample(path.join(root, 'shop'), { count: 40 });
  const models = { TEXT_MODEL: 'lsa', IMAGE_MODEL: 'descriptors' };
  await runJob(recommendJob, { DATA, ...models, GAMMA: 0.2, ALLOW_ADDRESSES: '127.0.0.1' });
  shop = await openRecommender();
  server = createServer(async ({ url }, answer) => {
    const photo = await readFile(path.join(directory, url ?? '')).catch(() => undefined);
    answer.writeHead(photo ? 200 : 404).end(photo);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photos/`;
}, 60_000);
afterAll(async () => {
  await shop?.close();
  server?.close();
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

test('what is known of a product finds that very product, with a score of 1', async () => {
  for (const [i, { title, brand, description, categories, material, color }] of shop.products.entries()) {
    const known = { title, brand, description, categories, material, color, photo: shop.photos[i]! };
    const [first] = await shop.recommendFor(known, { k: 1 });
    expect([first.row, first.score]).toEqual([i, expect.closeTo(1, 5)]);
  }
});

test('a photo as a path, a file address, bytes and a web address is the same photo', async () => {
  const file = shop.photos[7]!;
  const found = await shop.search({ photo: file }, { k: 5 });
  expect([found[0].row, found[0].score]).toEqual([7, expect.closeTo(1, 5)]);
  for (const photo of [pathToFileURL(file), await readFile(file), `${address}${path.basename(file)}`]) {
    expect(await shop.search({ photo }, { k: 5 })).toEqual(found);
  }
});

test('what is like a disliked product moves away', async () => {
  const scores = async (like: string, dislike: string[]) =>
    new Map(
      (await shop.recommend({ like: [like], dislike }, { k: 40 })).map(({ product, score }) => [
        product.id,
        score,
      ]),
    );
  let nearer = 0;
  for (const { id } of shop.products) {
    const disliked = (await shop.recommend(id, { k: 1 }))[0].product.id;
    const likeIt = (await shop.recommend(disliked, { k: 2 })).find(({ product }) => product.id !== id)!;
    const [before, after] = [await scores(id, []), await scores(id, [disliked])];
    expect([before.has(id), before.has(disliked), after.has(disliked)]).toEqual([false, true, false]);
    if (after.get(likeIt.product.id)! >= before.get(likeIt.product.id)!) nearer++;
  }
  expect(nearer).toBe(0);
});

test('photos that cannot be used are named, with the reason', async () => {
  const text = path.join(root, 'notes.txt');
  await writeFile(text, 'no photo');
  const whole = await readFile(shop.photos[0]!);
  const cut = path.join(root, 'cut.jpg');
  await writeFile(cut, whole.subarray(0, whole.length / 2));
  for (const [photo, reason] of [
    [path.join(root, 'gone.jpg'), /gone\.jpg" cannot be used: no such file$/],
    [root, /cannot be used: not a file$/],
    [text, /notes\.txt" cannot be used: not an image$/],
    [cut, /cut\.jpg cannot be used: /],
    [Buffer.from('no photo'), /^the photo of 8 bytes cannot be used: not an image$/],
    [whole.subarray(0, whole.length / 2), /^the photo of \d+ bytes cannot be used: damaged/],
    [new URL(`${address}gone.jpg?key=secret`), /gone\.jpg" cannot be used: HTTP 404$/],
    ['http://10.0.0.1/a.jpg', /10\.0\.0\.1\/a\.jpg" cannot be used: .*private address/],
  ] as const) {
    await expect(shop.search({ photo })).rejects.toThrow(reason);
  }
});

test('the command takes a photo, a title and examples', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitrine, 'recommend', ...args], {
      encoding: 'utf8',
      cwd: root,
    });
    return { status, stdout, stderr };
  };
  const { title, id } = shop.products[3];
  const { stdout, status } = run('--photo', shop.photos[3]!, '--title', title, '-k', '1', '--json');
  expect([status, JSON.parse(stdout)[0].id]).toEqual([0, id]);
  const liked = run('--like', id, shop.products[4].id, '--dislike', shop.products[5].id, '--more', 'oak');
  expect(liked.status).toBe(0);
  expect(liked.stdout).not.toContain(id);
  expect(run('--photo', 'gone.jpg')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'vitrine: the photo "gone.jpg" cannot be used: no such file\n',
  });
  expect(run('--title', 'x', id).stderr).toMatch(/^vitrine: one thing at a time: give .*\n$/);
  expect(run().stderr).toMatch(/^vitrine: nothing is asked for: give .*\n$/);
});

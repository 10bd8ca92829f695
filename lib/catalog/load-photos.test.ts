import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ArgumentError } from '../errors/index.js';
import { describePhotos, type LoadPhotosOptions, loadPhotos } from './load-photos.js';

let folder: string;
let jpeg: Buffer;
let png: Buffer;
let server: Server;
let base: string;
let answer: RequestListener;
let requests: string[];

beforeAll(async () => {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251));
  const picture = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
  jpeg = await picture.clone().jpeg().toBuffer();
  png = await picture.clone().png().toBuffer();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'photos-'));
  requests = [];
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function load(images: readonly (string | readonly string[])[], options: LoadPhotosOptions = {}) {
  const products = images.map((list, i) => ({
    id: `p${i}`,
    images: typeof list === 'string' ? [list] : list,
  }));
  const catalog = { path: path.join(folder, 'products.csv'), products };
  const presets = { cacheDir: path.join(folder, 'cache'), allowAddresses: ['127.0.0.1'], timeoutMs: 2000 };
  return loadPhotos(catalog, { ...presets, ...options });
}

/** The given JPEG with another size in its header. */
function resizedHeader(image: Buffer, side: number): Buffer {
  const copy = Buffer.from(image);
  const frame = copy.indexOf(Buffer.from([0xff, 0xc0]));
  copy.writeUInt16BE(side, frame + 5);
  copy.writeUInt16BE(side, frame + 7);
  return copy;
}

test('local files: inside the folder only, known by content and not by name', async () => {
  await mkdir(path.join(folder, 'photos'));
  await mkdir(path.join(folder, 'directory.jpg'));
  await writeFile(path.join(folder, 'photos', 'png named.jpg'), png);
  await writeFile(path.join(folder, 'empty.jpg'), '');
  await writeFile(path.join(folder, 'text.jpg'), '<html>not found</html>');
  await writeFile(
    path.join(folder, 'drawing.jpg'),
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
  );
  await writeFile(path.join(folder, 'huge.jpg'), resizedHeader(jpeg, 60_000));
  const outside = await mkdtemp(path.join(tmpdir(), 'outside-'));
  try {
    await writeFile(path.join(outside, 'secret.jpg'), jpeg);
    await symlink(outside, path.join(folder, 'link'), 'junction');
    const photos = await load([
      'photos/png named.jpg',
      'none.jpg',
      'directory.jpg',
      'empty.jpg',
      'text.jpg',
      'drawing.jpg',
      'huge.jpg',
      '../secret.jpg',
      'link/secret.jpg',
      path.join(outside, 'secret.jpg'),
      'C:\\secret.jpg',
      'file:///etc/passwd',
      'a\0b.jpg',
      [],
      ['none.jpg', 'photos/png named.jpg'],
    ]);
    expect(photos.paths.map((path) => path !== null)).toEqual([true, ...Array(13).fill(false), true]);
    expect(photos.failures.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'p1: no such file',
      'p2: not a file',
      'p3: 0 bytes',
      'p4: not an image',
      'p5: a svg file, not a photo',
      'p6: 60000×60000 pixels; the limit is 50 megapixels',
      `p7: lies in ${tmpdir()}, outside the folders that photos are taken from (PHOTOS)`,
      `p8: lies in ${outside}, outside the folders that photos are taken from (PHOTOS)`,
      `p9: lies in ${outside}, outside the folders that photos are taken from (PHOTOS)`,
      'p10: an absolute path of another system',
      'p11: neither a path nor an http(s) address',
      expect.stringContaining('p12: '),
    ]);
    expect(photos.replaced).toEqual([{ id: 'p14', source: 'none.jpg', reason: 'no such file' }]);
    expect(photos).toMatchObject({ found: 2, unlisted: 1, downloaded: 0 });
    expect(describePhotos(photos)).toMatch(
      /^2 of 15 products have a photo; 1 list none; 2: lies in .*; 1: no such file; 1: not a file; 8 for other reasons$/,
    );
    const named = await load(
      ['link/secret.jpg', path.join(outside, 'secret.jpg'), 'secret.jpg', '/etc/hosts'],
      {
        folders: [outside],
      },
    );
    expect(named.paths).toEqual([...Array(3).fill(path.join(outside, 'secret.jpg')), null]);
    await expect(load(['a.jpg'], { folders: [path.join(outside, 'none')] })).rejects.toThrow(
      /photos are to be taken from .*none: there is no such file or folder/,
    );
  } finally {
    await rm(outside, { recursive: true });
  }
});

test('further photos, where they are asked for', async () => {
  for (const name of ['a', 'b', 'c']) await writeFile(path.join(folder, `${name}.jpg`), jpeg);
  const images = [['none.jpg', 'a.jpg', 'b.jpg', 'c.jpg'], ['c.jpg', 'c.jpg'], []];
  const { paths, further } = await load(images, { further: 2 });
  expect(paths).toEqual([path.join(folder, 'a.jpg'), path.join(folder, 'c.jpg'), null]);
  expect(further).toEqual([[path.join(folder, 'b.jpg')], [], []]);
});

test('a photo is fetched once, and the second time without its server', async () => {
  answer = (_, response) => response.end(jpeg);
  const progress: number[][] = [];
  const images = [`${base}/a.jpg?size=1`, `${base}/a.jpg?size=1`, `${base}/b.jpg#top`];
  const first = await load(images, { onProgress: (done, total) => progress.push([done, total]) });
  expect(first).toMatchObject({ found: 3, downloaded: 2, failures: [] });
  expect(first.paths[0]).toBe(first.paths[1]);
  expect(progress).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  server.closeAllConnections();
  server.close();
  expect(await load(images)).toMatchObject({ found: 3, downloaded: 0, paths: first.paths });

  await writeFile(first.paths[2] as string, 'damaged');
  const [failure] = (await load(images, { retries: 0 })).failures;
  expect(failure).toMatchObject({ id: 'p2', reason: 'connection refused' });
});

test('refuses what is no photo, and keeps none of it', async () => {
  const bodies: Record<string, Buffer> = {
    '/truncated.jpg': jpeg.subarray(0, jpeg.length * 0.7),
    '/huge.jpg': resizedHeader(jpeg, 60_000),
    '/page.jpg': Buffer.from('<html>'),
    '/empty.jpg': Buffer.alloc(0),
  };
  answer = ({ url }, response) => {
    if (url === '/gone.jpg') response.writeHead(404);
    response.end(bodies[url ?? '']);
  };
  const photos = await load([...Object.keys(bodies), '/gone.jpg'].map((path) => base + path));
  expect(photos.failures.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^damaged: .*(premature end|cannot be decoded)/),
    '60000×60000 pixels; the limit is 50 megapixels',
    'not an image',
    '0 bytes',
    'HTTP 404',
  ]);
  expect(requests).toHaveLength(5);
  await expect(readdir(path.join(folder, 'cache'))).rejects.toThrow('ENOENT');
});

test('the size limit holds with and without a Content-Length', async () => {
  answer = ({ url }, response) => {
    if (url === '/declared')
      return response.writeHead(200, { 'content-length': 5_000_000 }).end(Buffer.alloc(5_000_000));
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(10_000)));
      if (!response.destroyed) response.once('drain', pour);
    };
    pour();
  };
  const photos = await load([`${base}/declared`, `${base}/endless`], { maxBytes: 1024 * 1024 });
  expect(photos.failures.map(({ reason }) => reason)).toEqual([
    'over 1 MB, the limit',
    'over 1 MB, the limit',
  ]);
});

test('follows redirects, but to no private address, no other scheme and not for ever', async () => {
  answer = ({ url }, response) => {
    const target = {
      '/moved': '/photo',
      '/private': `${base.replace('127.0.0.1', '127.0.0.2')}/photo`,
      '/metadata': 'http://169.254.169.254/latest/',
      '/file': 'file:///etc/passwd',
      '/loop': '/loop',
    }[url ?? ''];
    if (target) response.writeHead(302, { location: target });
    response.end(target ? undefined : jpeg);
  };
  const photos = await load(
    ['moved', 'private', 'metadata', 'file', 'loop'].map((path) => `${base}/${path}`),
  );
  expect(photos.found).toBe(1);
  expect(photos.failures.map(({ reason }) => reason)).toEqual([
    'its host has the loopback address 127.0.0.2; only public ones are fetched from',
    'its host has the linkLocal address 169.254.169.254; only public ones are fetched from',
    'redirected to file:, not http(s)',
    'more than 5 redirects',
  ]);
});

test('private addresses are refused by default, by number and by name', async () => {
  answer = (_, response) => response.end(jpeg);
  const urls = [base, base.replace('127.0.0.1', 'localhost'), base.replace('127.0.0.1', '[::1]')];
  const photos = await load(urls, { allowAddresses: [] });
  expect(photos.failures.map(({ reason }) => reason)).toEqual(
    Array(3).fill(expect.stringContaining('loopback address')),
  );
  expect(requests).toEqual([]);
});

test('tries again after 429, waiting as long as the server asks, and after 500', async () => {
  const times: number[] = [];
  answer = ({ url }, response) => {
    times.push(performance.now());
    const seen = requests.filter((path) => path === url).length;
    if (seen > 1) return response.end(jpeg);
    if (url === '/busy') return response.writeHead(429, { 'retry-after': '1' }).end();
    return response.writeHead(500).end();
  };
  expect(await load([`${base}/busy`])).toMatchObject({ found: 1, downloaded: 1 });
  expect(times[1] - times[0]).toBeGreaterThan(990);
  expect(await load([`${base}/broken`])).toMatchObject({ found: 1 });
  answer = (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end();
  const [failure] = (await load([`${base}/tomorrow`])).failures;
  expect(failure.reason).toBe('HTTP 429');
});

test('an address that hangs costs its timeout, and its password and query stay secret', async () => {
  answer = ({ url }, response) => {
    if (url?.startsWith('/half')) response.write(jpeg.subarray(0, 100));
  };
  const url = `${base.replace('//', '//user:hunter2@')}/hang.jpg?key=hunter3`;
  const photos = await load([url, `${base}/half.jpg`, [`${base}/hang`, 'http://']], {
    timeoutMs: 200,
    retries: 1,
  });
  expect(photos.failures).toEqual([
    { id: 'p0', source: `${base}/hang.jpg`, reason: 'nothing complete within 0.2 s' },
    { id: 'p1', source: `${base}/half.jpg`, reason: 'nothing complete within 0.2 s' },
    { id: 'p2', source: `${base}/hang`, reason: 'nothing complete within 0.2 s' },
  ]);
});

test('300 photos on a host that cannot be reached fail within seconds', async () => {
  server.close();
  const start = performance.now();
  const photos = await load(Array.from({ length: 300 }, (_, i) => `${base}/${i}.jpg`));
  expect(performance.now() - start).toBeLessThan(8000);
  expect(photos.failures).toHaveLength(300);
  expect(photos.failures[299].reason).toMatch(
    /^host 127\.0\.0\.1:\d+ is down \(connection refused\); not tried again/,
  );
});

test('can be aborted', async () => {
  answer = () => {};
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 100);
  await expect(load([`${base}/a`, `${base}/b`], { signal: stop.signal })).rejects.toThrow('enough');
});

test('a cache that cannot be written stops the run and says where', async () => {
  answer = (_, response) => response.end(jpeg);
  await writeFile(path.join(folder, 'cache'), 'a file');
  await expect(load([`${base}/a`])).rejects.toThrow(path.join(folder, 'cache'));
});

test.each<[LoadPhotosOptions, RegExp]>([
  [{ concurrency: 0 }, /concurrency is 0: .*>=1/],
  [{ allowAddresses: ['intranet'] }, /allowAddresses.0 is "intranet": not an address or range/],
])('option %j is refused', async (options, message) => {
  const error = await load([], options).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ArgumentError);
  expect(error.message).toMatch(message);
});

import { cp, mkdtemp, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../errors/index.js';
import { saveAdQualityModel } from '../testing/ad-quality-model.js';
import { serveAdQuality } from './index.js';
import type { PageServer } from './serve-ad-quality.js';

let folder: string;
let model: string;
let server: PageServer;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-serve-'));
  model = path.join(folder, 'ad_quality_model_latest');
  await saveAdQualityModel(model);
  await writeFile(path.join(model, 'secret.txt'), 'for no one');
  await writeFile(path.join(folder, 'model_metadata.json'), '{"threshold": 0.4}');
  server = await serveAdQuality({ port: 0, model });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Sends the path as it stands: fetch would resolve `..` itself. */
function raw(at: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = new URL(server.url);
  return new Promise<{ status?: number; body: string; type?: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: at, headers, method }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, body, type: response.headers['content-type'] }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('what is served', () => {
  test('page, model and TensorFlow.js, with headers that forbid the rest', async () => {
    const types = {
      '': 'text/html; charset=utf-8',
      'page.js': 'application/javascript; charset=utf-8',
      'page.css': 'text/css; charset=utf-8',
      'example-clear.svg': 'image/svg+xml',
      'tfjs/tf.min.js': 'application/javascript; charset=utf-8',
      'tfjs/tfjs-backend-wasm-simd.wasm': 'application/wasm',
      'model/model.json': 'application/json; charset=utf-8',
      'model/group1-shard2of2.bin': 'application/octet-stream',
    };
    for (const [at, type] of Object.entries(types)) {
      const answer = await fetch(server.url + at);
      expect([at, answer.status, answer.headers.get('content-type')?.toLowerCase()]).toEqual([at, 200, type]);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      await answer.arrayBuffer();
    }
    expect(await (await fetch(`${server.url}about.json`)).json()).toEqual({
      resize: 'bilinear',
      rules: [],
      threshold: 0.4,
      version: null,
    });
  });

  test('nothing else: other files of the model’s folder, folders above, other methods, other host names', async () => {
    const closed = ['/model/secret.txt', '/model/', '/model/../model_metadata.json', '/../package.json'];
    const encoded = [
      '/model/%2e%2e/model_metadata.json',
      '/model/..%2fmodel_metadata.json',
      '/page.js/../../errors.ts',
    ];
    for (const at of [...closed, ...encoded]) {
      const { status, body } = await raw(at);
      expect([at, status, body.includes('for no one') || body.includes('"threshold"')]).toEqual([
        at,
        404,
        false,
      ]);
    }
    expect((await raw('/about.json', {}, 'POST')).status).toBe(404);
    expect((await raw('/about.json', { host: 'evil.example:80' })).status).toBe(421);
    expect((await raw('/about.json', { host: 'localhost:1' })).status).toBe(200);
  });
});

describe('refusals, in one line', () => {
  test('a port in use, and one out of range', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveAdQuality({ port, model })).rejects.toThrow(
      new UserError(`port ${port} of 127.0.0.1 is in use; choose another, as in --port ${port + 1}`),
    );
    await expect(serveAdQuality({ port: 70_000, model })).rejects.toThrow('port is 70000');
    await expect(serveAdQuality({ port: 0, host: '192.0.2.1', model })).rejects.toThrow(
      '"192.0.2.1" is no address of this machine',
    );
  });

  test('no model, a shard missing, a shard cut short', async () => {
    await expect(serveAdQuality({ port: 0, model: folder })).rejects.toThrow(
      /has no model\.json; .* vitrine train ad-quality$/,
    );
    const broken = path.join(folder, 'broken');
    await cp(model, broken, { recursive: true });
    await truncate(path.join(broken, 'group1-shard2of2.bin'), 10);
    await expect(serveAdQuality({ port: 0, model: broken })).rejects.toThrow(UserError);
    await unlink(path.join(broken, 'group1-shard2of2.bin'));
    await expect(serveAdQuality({ port: 0, model: broken })).rejects.toThrow(
      /group1-shard2of2\.bin is missing/,
    );
  });
});

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelError } from '../../onnx/index.js';
import { download } from './hub.js';
import { knownModels, ModelUnavailableError, modelFiles, modelStatus } from './index.js';

const weights = Buffer.from('weights '.repeat(2_000));
const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const sha256 = sha256Of(weights);
const timeouts = { connectMs: 300, idleMs: 300 };

let root: string;
let hub: Server;
let endpoint: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let requests: string[];

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'models-'));
  requests = [];
  answer = (_, response) => response.end(weights);
  hub = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  vi.stubEnv('VITRINE_ROOT', root);
  vi.stubEnv('HF_ENDPOINT', endpoint);
  vi.stubEnv('MODELS_DIR', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));
  await rm(root, { recursive: true });
});

describe('download', () => {
  const target = () => path.join(root, 'file.onnx');
  const fetched = (expected = {}) => download(`${endpoint}/file.onnx`, target(), expected, { timeouts });

  it('writes the file, checks it, and tells the progress', async () => {
    const progress: number[] = [];
    const onProgress = (_: string, bytes: number, total: number) => progress.push(bytes / total);
    const expected = { bytes: weights.length, sha256 };
    expect(await download(`${endpoint}/f`, target(), expected, { timeouts, onProgress })).toBe(sha256);
    expect(await readFile(target())).toEqual(weights);
    expect(progress.at(-1)).toBe(1);
  });

  it('removes what killed downloads left, not what another is writing, in whatever container', async () => {
    const [running, killed, another] = [
      '.file.onnx.1-01234567.tmp',
      `.file.onnx.${process.pid}-89abcdef.tmp`,
      '.other.onnx.1-01234567.tmp',
    ];
    for (const name of [running, killed, another]) await writeFile(path.join(root, name), 'half');
    const hourAgo = Date.now() / 1000 - 3600;
    for (const name of [killed, another]) await utimes(path.join(root, name), hourAgo, hourAgo);
    expect(await fetched()).toBe(sha256);
    expect(readdirSync(root).sort()).toEqual([running, 'file.onnx'].sort());
  });

  it('keeps nothing of a file with another hash, and names both', async () => {
    const wrong = '0'.repeat(64);
    await expect(fetched({ sha256: wrong })).rejects.toThrow(`SHA-256 ${sha256}, expected ${wrong}`);
    expect(readdirSync(root)).toEqual([]);
  });

  it('keeps nothing of a file that is too large', async () => {
    await expect(fetched({ maxBytes: 100 })).rejects.toThrow('more than the 100 expected');
    answer = (_, response) => response.write(weights) && response.end();
    await expect(fetched({ maxBytes: 100 })).rejects.toThrow('more than the 100 expected');
    expect(readdirSync(root)).toEqual([]);
  });

  it('tries again when a connection is cut, and gives up in the end', async () => {
    const cut = (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 1000), () => response.destroy());
    };
    const whole = answer;
    answer = (request, response) => (requests.length === 1 ? cut : whole)(request, response);
    expect(await fetched()).toBe(sha256);
    await rm(target());
    answer = cut;
    await expect(fetched()).rejects.toThrow(ModelUnavailableError);
    expect(requests).toHaveLength(5);
    expect(readdirSync(root)).toEqual([]);
  });

  it('gives null for 404, errors for 401 and 503, and does not wait for a hub that hangs', async () => {
    answer = (_, response) => response.writeHead(404).end();
    expect(await fetched()).toBeNull();
    answer = (_, response) => response.writeHead(401).end();
    await expect(fetched()).rejects.toThrow('no such public model');
    answer = (_, response) => response.write('some') && undefined;
    await expect(fetched()).rejects.toThrow('broke off after 4 bytes');
    answer = () => {};
    const start = performance.now();
    await expect(fetched()).rejects.toThrow(ModelUnavailableError);
    await expect(fetched()).rejects.toThrow('cannot be reached');
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('follows redirects, but not to an address in plain http elsewhere', async () => {
    answer = ({ url }, response) =>
      url === '/cdn' ? response.end(weights) : response.writeHead(302, { location: '/cdn' }).end();
    expect(await fetched()).toBe(sha256);
    answer = (_, response) => response.writeHead(302, { location: 'http://example.com/x' }).end();
    await expect(fetched()).rejects.toThrow('no https address');
    answer = (_, response) => response.writeHead(302, { location: '/again' }).end();
    await expect(fetched()).rejects.toThrow('redirects more than');
  });
});

describe('an address with user, password and query', () => {
  const authorization = `Basic ${Buffer.from('me:p@ss%').toString('base64')}`;
  const secret = /p@ss|p%40ss|token/;
  let asked: IncomingMessage[];
  beforeEach(() => {
    asked = [];
    vi.stubEnv('HF_ENDPOINT', `${endpoint.replace('//', '//me:p%40ss%@')}/mirror/?token=1`);
  });
  const answers: [string, typeof answer][] = [
    ['403', (_, response) => response.writeHead(403).end()],
    ['404', (_, response) => response.writeHead(404).end()],
    ['418', (_, response) => response.writeHead(418).end()],
    ['cut', (_, response) => response.write('some') && response.destroy()],
    ['a loop', ({ url }, response) => response.writeHead(302, { location: `${url}` }).end()],
    ['elsewhere', (_, response) => response.writeHead(302, { location: 'http://me:p@ss@x.org/' }).end()],
    ['nowhere', (_, response) => response.writeHead(302, { location: 'http://' }).end()],
  ];

  it('is asked with Basic authorization and its query, and nothing else is sent elsewhere', async () => {
    answer = (request, response) => {
      asked.push(request);
      if (request.url!.startsWith('/cdn')) response.end(weights);
      else response.writeHead(302, { location: asked.length > 1 ? `${endpoint}/cdn` : '/cdn' }).end();
    };
    const shown: string[] = [];
    await modelFiles('image', 'some/model', { timeouts, onProgress: (file) => shown.push(file) });
    expect(asked[0].url).toBe('/mirror/some/model/resolve/main/preprocessor_config.json?token=1');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(asked.map(() => authorization));
    expect(shown[0]).toBe(`${endpoint}/mirror/some/model/resolve/main/preprocessor_config.json`);
    const status = await modelStatus('image', 'auto', { timeouts });
    expect(status).toMatchObject({ state: 'reachable' });
    expect(status.detail).not.toMatch(secret);
  });

  it.each(answers)('is not told after %s', async (_, given) => {
    answer = given;
    const error = await modelFiles('image', 'some/model', { timeouts }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect(error.message).not.toMatch(secret);
    expect((await modelStatus('image', 'auto', { timeouts })).detail).not.toMatch(secret);
  });

  it.each(['http://me:p@ss@x.org', 'me:p@ss@x.org', 'https://me:p@ss@x.org:port'])(
    'is not told where it is none: %s',
    async (address) => {
      vi.stubEnv('HF_ENDPOINT', address);
      const error = await modelFiles('image', 'some/model').catch((thrown) => thrown);
      expect(error.message).toMatch(/^HF_ENDPOINT=.*x\.org.* is no https address/);
      expect(error.message).not.toMatch(secret);
    },
  );
});

describe('modelFiles', () => {
  it('fetches a model once, records its hash, and notices a change', async () => {
    const fetched = await modelFiles('text', 'some/model', { timeouts });
    expect(fetched).toMatchObject({ source: 'some/model', sha256, pinned: false, origin: 'hub' });
    expect(requests).toContain('GET /some/model/resolve/main/tokenizer.json');
    requests.length = 0;
    const cached = await modelFiles('text', 'some/model', { timeouts });
    expect(cached).toMatchObject({ sha256, origin: 'cache', model: fetched.model });
    expect(requests).toEqual([]);

    await writeFile(fetched.model, Buffer.concat([weights, Buffer.from('!')]));
    await expect(modelFiles('text', 'some/model')).rejects.toThrow(`expected ${sha256}; delete it`);
  });

  it.each(['onnx/model.onnx', 'tokenizer.json', '1_Pooling/config.json'])(
    'notices a change of %s to the same size and time',
    async (name) => {
      const { model, files, unpinned } = await modelFiles('text', 'some/model', { timeouts });
      expect(unpinned).toEqual(['onnx/model.onnx', ...Object.keys(files)]);
      await modelFiles('text', 'some/model');
      const file = files[name] ?? model;
      const { atime, mtime } = await stat(file);
      const changed = Buffer.from(weights);
      changed[0] ^= 1;
      await writeFile(file, changed);
      await utimes(file, atime, mtime);
      await expect(modelFiles('text', 'some/model')).rejects.toThrow(
        `model file ${file} has SHA-256 ${sha256Of(changed)}, expected ${sha256}; delete it`,
      );
    },
  );

  it('fetches again where a file that was there is gone, such as one that says how to pool', async () => {
    const { files } = await modelFiles('text', 'some/model', { timeouts });
    await rm(files['1_Pooling/config.json']);
    requests.length = 0;
    expect(await modelFiles('text', 'some/model', { timeouts })).toMatchObject({ origin: 'hub' });
    expect(requests).toContain('GET /some/model/resolve/main/1_Pooling/config.json');
  });

  it('records what an earlier version fetched into the cache, and checks it from then on', async () => {
    const { files } = await modelFiles('text', 'some/model', { timeouts });
    await rm(`${files['tokenizer.json']}.sha256`);
    await modelFiles('text', 'some/model');
    await writeFile(files['tokenizer.json'], 'another');
    await expect(modelFiles('text', 'some/model')).rejects.toThrow(/tokenizer\.json has SHA-256/);
  });

  it('keeps no tokenizer that is not the pinned one, from the hub', async () => {
    await expect(modelFiles('text', 'minilm', { timeouts })).rejects.toThrow(
      /tokenizer\.json has SHA-256 .*, expected be50c3628f2b/,
    );
    expect(readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith('.json'))).toEqual(
      [],
    );
  });

  it('takes a pinned model from MODELS_DIR only if its hash is right, and says the way out', async () => {
    vi.stubEnv('MODELS_DIR', path.join(root, 'models'));
    const folder = path.join(root, 'models', 'resnet-50-ONNX');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'model.onnx'), weights);
    await expect(modelFiles('image', 'resnet50')).rejects.toThrow(/model\.onnx has SHA-256 .* give its path/);
    const byPath = await modelFiles('image', folder);
    expect(byPath).toMatchObject({ origin: 'path', sha256, pinned: false });
  });

  it('looks in MODELS_DIR/<org>/<name> first, and names the tokenizer that is missing', async () => {
    vi.stubEnv('MODELS_DIR', path.join(root, 'models'));
    const folder = path.join(root, 'models', 'some', 'model');
    await mkdir(path.join(folder, 'onnx'), { recursive: true });
    await writeFile(path.join(folder, 'onnx', 'model.onnx'), weights);
    await expect(modelFiles('text', 'some/model')).rejects.toThrow(
      'lacks tokenizer.json and tokenizer_config.json',
    );
    await writeFile(path.join(folder, 'tokenizer.json'), '{}');
    await writeFile(path.join(folder, 'tokenizer_config.json'), '{}');
    expect(await modelFiles('text', 'some/model')).toMatchObject({ origin: 'MODELS_DIR' });
    expect(requests).toEqual([]);
  });

  it('names what is wrong with a name, a path, a repository or the hub', async () => {
    await expect(modelFiles('text', 'bert!')).rejects.toThrow(knownModels('text').join(', '));
    await expect(modelFiles('text', 'org/.')).rejects.toThrow('unknown text model "org/."');
    await expect(modelFiles('image', './nowhere.onnx')).rejects.toThrow('does not exist');
    await expect(modelFiles('image', root)).rejects.toThrow('neither onnx/model.onnx nor model.onnx');
    answer = (_, response) => response.writeHead(404).end();
    await expect(modelFiles('image', 'some/model')).rejects.toThrow('has no onnx/model.onnx');
    vi.stubEnv('HF_ENDPOINT', 'http://models.example.com');
    await expect(modelFiles('image', 'some/model')).rejects.toThrow('no https address');
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    const offline = modelFiles('image', 'some/model', { timeouts });
    await expect(offline).rejects.toThrow(ModelUnavailableError);
    await expect(offline).rejects.toThrow(ModelError);
  });
});

describe('modelStatus', () => {
  it('tells local, reachable and unreachable apart', async () => {
    expect(await modelStatus('image', 'auto', { timeouts })).toMatchObject({
      name: 'ResNet50 (onnx-community/resnet-50-ONNX)',
      state: 'reachable',
    });
    expect(requests.map((line) => line.split(' ')[0])).toEqual(['HEAD']);
    await modelFiles('image', 'some/model', { timeouts });
    expect(await modelStatus('image', 'some/model')).toMatchObject({ state: 'local' });
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    const status = await modelStatus('text', 'minilm', { timeouts });
    expect(status.state).toBe('unreachable');
    expect(status.detail).toContain('MODELS_DIR');
  });
});

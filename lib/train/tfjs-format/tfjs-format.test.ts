import { spawn } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../errors/index.js';
import { childModule } from '../../testing/child-module.js';
import type { LayersModel } from '../layers-model.js';
import { layersModelFiles, loadLayersModel, saveLayersModel } from './index.js';

let folder: string;
let model: tf.LayersModel;
beforeAll(async () => {
  await tf.setBackend('cpu');
  model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [6, 6, 3], filters: 4, kernelSize: 3 }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2 }),
    ],
  });
});
afterAll(() => model.dispose());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-tfjs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const target = () => path.join(folder, 'model');

function predictions(of: LayersModel): number[] {
  return tf.tidy(() =>
    Array.from(
      ((of as tf.LayersModel).predict(tf.linspace(0, 1, 108).reshape([1, 6, 6, 3])) as tf.Tensor).dataSync(),
    ),
  );
}

test('a model comes back the same from shards, metadata included, and replaces an older one', async () => {
  await saveLayersModel(model, target(), { shardBytes: 500, metadata: { classes: ['a', 'b'] } });
  // 3·3·3·4 + 4 + 4·4 + 64·2 + 2 = 258 numbers.
  expect((await readdir(target())).sort()).toEqual([
    'group1-shard1of3.bin',
    'group1-shard2of3.bin',
    'group1-shard3of3.bin',
    'model.json',
  ]);
  const loaded = await loadLayersModel(target());
  expect(predictions(loaded)).toEqual(predictions(model));
  expect(loaded.getUserDefinedMetadata()).toEqual({ classes: ['a', 'b'] });
  await saveLayersModel(loaded, target());
  expect((await readdir(target())).sort()).toEqual(['group1-shard1of1.bin', 'model.json']);
  expect(await readdir(folder)).toEqual(['model']);
  expect(predictions(await loadLayersModel(path.join(target(), 'model.json')))).toEqual(predictions(model));
  loaded.dispose();
});

test('while a model is replaced, and wherever that is killed, the folder holds the old one or the new one', async () => {
  const module = await childModule(path.join(import.meta.dirname, 'save.ts'), path.join(folder, 'child'));
  const script = `
    const { writeArtifacts } = await import(process.argv[1]);
    for (let i = 1; ; i = (i % 100) + 1) {
      const weightData = new Float32Array(1000).fill(i).buffer;
      const weightSpecs = [{ name: 'w', shape: [1000], dtype: 'float32' }];
      await writeArtifacts({ modelTopology: {}, weightSpecs, weightData }, process.argv[2], { shardBytes: 1500 });
      process.stdout.write('.');
    }`;
  const whole = async () => {
    const artifacts = await layersModelFiles(target()).load?.();
    const weights = new Float32Array(artifacts?.weightData as ArrayBuffer);
    expect([...new Set(weights)]).toHaveLength(1);
  };
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, target()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((written) => child.stdout.once('data', written));
    for (let i = 0; i < 50; i++) await whole();
    child.kill('SIGKILL');
    await new Promise((gone) => child.once('exit', gone));
    await whole();
  }
  await saveLayersModel(model, target());
  expect(await readdir(target())).toHaveLength(2);
  expect(predictions(await loadLayersModel(target()))).toEqual(predictions(model));
}, 60_000);

test("TensorFlow.js's own loader reads it over HTTP, and its own save goes through the handler", async () => {
  await model.save(layersModelFiles(target(), { shardBytes: 500 }));
  const server = createServer(async (request, response) => {
    response.end(await readFile(path.join(target(), path.basename(request.url as string))));
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  try {
    const { port } = server.address() as AddressInfo;
    const loaded = await tf.loadLayersModel(`http://127.0.0.1:${port}/model.json`);
    expect(predictions(loaded)).toEqual(predictions(model));
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('a shard that is missing or cut short is named with the bytes expected and found', async () => {
  await saveLayersModel(model, target(), { shardBytes: 500 });
  const shard = path.join(target(), 'group1-shard1of3.bin');
  await truncate(shard, 123);
  const cut = await loadLayersModel(target()).catch((error) => error);
  expect(cut).toBeInstanceOf(UserError);
  expect(cut.message).toBe(
    `${shard} has 123 bytes, 500 bytes are expected; copy the model's folder again, whole`,
  );
  await rm(shard);
  await expect(loadLayersModel(target())).rejects.toThrow(`${shard} is missing, 500 bytes are expected`);
});

test("a foreign model's sizes are worked out from its weights", async () => {
  await saveLayersModel(model, target(), { shardBytes: 500 });
  const file = path.join(target(), 'model.json');
  const json = JSON.parse(await readFile(file, 'utf8'));
  delete json.weightsManifest[0].bytes;
  await writeFile(file, JSON.stringify(json));
  expect(predictions(await loadLayersModel(target()))).toEqual(predictions(model));
  await truncate(path.join(target(), 'group1-shard3of3.bin'), 10);
  await expect(loadLayersModel(target())).rejects.toThrow(/3of3\.bin has 10 bytes, 32 bytes are expected/);
});

test.each(['../secret.bin', '/etc/hostname', '..\\secret.bin', 'c:secret.bin', 'link.bin'])(
  'the weight file %s is not read',
  async (name) => {
    await saveLayersModel(model, target());
    const file = path.join(target(), 'model.json');
    const json = JSON.parse(await readFile(file, 'utf8'));
    json.weightsManifest[0].paths = [name];
    await writeFile(file, JSON.stringify(json));
    await cp(path.join(target(), 'group1-shard1of1.bin'), path.join(folder, 'secret.bin'));
    await symlink(path.join(folder, 'secret.bin'), path.join(target(), 'link.bin'));
    await expect(loadLayersModel(target())).rejects.toThrow('which is outside its folder');
  },
);

test('a folder with other files is not replaced; a model.json of another kind is named', async () => {
  await mkdir(target());
  await writeFile(path.join(target(), 'thesis.txt'), 'x');
  await expect(saveLayersModel(model, target())).rejects.toThrow(
    'holds thesis.txt, which is no part of a saved model',
  );
  expect(await readdir(folder)).toEqual(['model']);
  await writeFile(path.join(target(), 'model.json'), '{"modelTopology": {}}');
  await expect(loadLayersModel(target())).rejects.toThrow(/model\.json is damaged .*weightsManifest/);
});

test('a model as pages export it, all weights in a file of any name, loads', async () => {
  await saveLayersModel(model, target());
  await rename(path.join(target(), 'group1-shard1of1.bin'), path.join(target(), 'weights.bin'));
  const file = path.join(target(), 'model.json');
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(file, 'utf8'));
  const { weights } = weightsManifest[0];
  await writeFile(
    file,
    JSON.stringify({ modelTopology, weightsManifest: [{ paths: ['weights.bin'], weights }] }),
  );
  expect(predictions(await loadLayersModel(target()))).toEqual(predictions(model));
});

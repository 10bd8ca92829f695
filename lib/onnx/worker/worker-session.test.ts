import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../vectors/index.js';
import { createSession, floatTensor, GraphBuilder, ModelError, workerSession } from '../index.js';
import { pack, unpack } from './parcel.js';

const side = 256;

/** x [n, 256] times `layers` random matrices: as slow as is wanted. */
function slowGraph(layers: number): Uint8Array {
  const random = createRandom(1);
  const g = new GraphBuilder();
  let y = g.input('x', ['n', side]);
  for (let i = 0; i < layers; i++) {
    const weights = Float32Array.from({ length: side * side }, () => random.normal() / 16);
    y = g.op('Tanh', [g.op('MatMul', [y, g.constant(floatTensor(weights, [side, side]))])]);
  }
  g.output(y, 'y');
  return g.build();
}

function input(rows: number) {
  const random = createRandom(2);
  return floatTensor(
    Float32Array.from({ length: rows * side }, () => random.normal()),
    [rows, side],
  );
}

/** Runs a script that has x = { slowGraph's model, an input } and the library as built. */
async function script(body: string) {
  const onnx = pathToFileURL(path.resolve(import.meta.dirname, '../../dist/onnx/index.js')).href;
  const code = `import { floatTensor, GraphBuilder, workerSession } from ${JSON.stringify(onnx)};
const g = new GraphBuilder();
let y = g.input('x', ['n', 256]);
const weights = g.constant(floatTensor(new Float32Array(65536).fill(1e-4), [256, 256]));
for (let i = 0; i < 40; i++) y = g.op('MatMul', [y, weights]);
g.output(y, 'y');
const session = await workerSession(g.build(), { device: 'cpu', optimize: 'none' });
const run = () => session.run({ x: floatTensor(new Float32Array(2048 * 256), [2048, 256]) });
${body}`;
  const started = performance.now();
  const done = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    timeout: 15_000,
  });
  return { ...done, seconds: (performance.now() - started) / 1000 };
}

describe('workerSession', () => {
  it('gives bit for bit what createSession gives, two sessions at once', async () => {
    const options = { device: 'cpu', threads: 1 } as const;
    const here = await createSession(slowGraph(3), options);
    const threaded = await Promise.all([1, 2].map(() => workerSession(slowGraph(3), options)));
    const { y: expected } = await here.run({ x: input(7) });
    expect(threaded[0]).toMatchObject({ device: 'cpu', inputNames: ['x'], outputNames: ['y'] });
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, i) => threaded[i % 2].run({ x: input(7) }, ['y'])),
    );
    await Promise.all([here, ...threaded].map((session) => session.close()));
    for (const { y } of results) expect(y).toEqual(expected);
  });

  it('leaves timers alone while a batch runs', async () => {
    const session = await workerSession(slowGraph(40), { device: 'cpu', threads: 1 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const started = performance.now();
    await session.run({ x: input(2048) });
    const ms = performance.now() - started;
    clearInterval(timer);
    await session.close();
    expect(ticks).toBeGreaterThan(ms / 5 / 4);
    expect(ticks).toBeGreaterThan(5);
  });

  it('uses its memory again, for batches of every size', async () => {
    const [here, session] = await Promise.all(
      [createSession, workerSession].map((create) => create(slowGraph(1), { device: 'cpu', threads: 1 })),
    );
    const sizes = [3, 1, 5, 2, 5, 1];
    const runs = await Promise.all(sizes.map((rows) => session.run({ x: input(rows) })));
    const x = input(2);
    runs.push(await session.run({ x }), await session.run({ x }));
    for (const [i, rows] of [...sizes, 2, 2].entries()) {
      expect(runs[i]).toEqual(await here.run({ x: input(rows) }));
    }
    await Promise.all([here.close(), session.close()]);
  });

  it('carries every type, and views of larger arrays', () => {
    const tensors = {
      b: { type: 'bool', dims: [3], data: Uint8Array.of(1, 0, 1) },
      i: { type: 'int64', dims: [2, 1], data: BigInt64Array.of(-1n, 2n ** 40n) },
      f: { type: 'float32', dims: [1], data: Float32Array.of(1, 2, 3).subarray(1, 2) },
      none: { type: 'int8', dims: [0], data: new Int8Array() },
      k: { type: 'int32', dims: [], data: Int32Array.of(7) },
    } as const;
    const parcel = pack(tensors);
    expect(unpack(parcel)).toEqual(tensors);
    expect(pack({ k: tensors.k }, parcel.memory).memory).toBe(parcel.memory);
  });

  it('throws what createSession throws, and when it is closed', async () => {
    await expect(workerSession('nowhere.onnx')).rejects.toThrow(ModelError);
    await expect(workerSession('nowhere.onnx')).rejects.toThrow('nowhere.onnx does not exist');
    await expect(workerSession(Uint8Array.of(1, 2, 3))).rejects.toThrow('cannot be loaded');
    const session = await workerSession(slowGraph(1), { device: 'cpu' });
    await expect(session.run({ x: floatTensor(Float32Array.of(1), [1]) })).rejects.toThrow(ModelError);
    await Promise.all([session.close(), session.close()]);
    await expect(session.run({ x: input(1) })).rejects.toThrow('model cannot run: its thread has ended');
  });

  it('does not keep a process alive, open or closed', async () => {
    const body = "await run(); console.log('done');";
    const [open, closed] = await Promise.all([script(body), script(`${body} await session.close();`)]);
    for (const { stdout, stderr } of [open, closed]) expect([stdout, stderr]).toEqual(['done\n', '']);
  });

  it('lets a process end in the middle of a run', async () => {
    const { stdout, stderr } = await script(`for (let i = 0; i < 100; i++) run().catch(() => {});
process.on('exit', () => console.log('exit'));
setTimeout(() => process.exit(0), 50);`);
    expect([stdout, stderr]).toEqual(['exit\n', '']);
  });

  it.skipIf(process.platform === 'win32')('leaves Ctrl-C to the caller while a batch runs', async () => {
    const { stdout } =
      await script(`process.once('SIGINT', () => { console.log('stopped'); process.exit(0); });
setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);
for (;;) await run();`);
    expect(stdout).toBe('stopped\n');
  });
});

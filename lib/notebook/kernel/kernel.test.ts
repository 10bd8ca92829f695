import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKernel, textsOf } from '../../testing/open-kernel.js';

type Kernel = Awaited<ReturnType<typeof openKernel>>;

let folder: string;
let kernel: Kernel;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-kernel-'));
  kernel = await openKernel(folder);
});
afterAll(async () => {
  await kernel.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const texts = async (code: string) => textsOf(await kernel.execute(code));
/** The traceback of code that fails, its own cell called `In[n]`. */
const traceback = async (code: string) => {
  const { reply } = await kernel.execute(code);
  expect(reply.status).toBe('error');
  const lines = (reply.traceback as string[]).join('\n');
  return lines.replaceAll(`In[${reply.execution_count}]:`, 'In[n]:').split('\n');
};

describe('messages are as the protocol has them', () => {
  test('input and result with their number', async () => {
    const { reply, published } = await kernel.execute('console.log("printed");\n40 + 2');
    const { execution_count } = reply;
    expect(reply).toEqual({ status: 'ok', execution_count, user_expressions: {}, payload: [] });
    expect(published).toEqual([
      { type: 'execute_input', content: { code: 'console.log("printed");\n40 + 2', execution_count } },
      { type: 'stream', content: { name: 'stdout', text: 'printed\n' } },
      { type: 'execute_result', content: { execution_count, data: { 'text/plain': '42' }, metadata: {} } },
    ]);
    expect((await kernel.execute('1')).reply.execution_count).toBe(Number(execution_count) + 1);
  });

  test('an error in the reply and for all who listen, with its fields and its cause', async () => {
    const { reply, published } = await kernel.execute(
      'throw Object.assign(new RangeError("far", { cause: new Error("near") }), { alpha: 2 })',
    );
    const { status, execution_count, ...error } = reply;
    expect(status).toBe('error');
    expect(error).toMatchObject({ ename: 'RangeError', evalue: 'far' });
    expect(error.traceback).toEqual(
      expect.arrayContaining(['RangeError: far', '  alpha: 2,', '  [cause]: Error: near']),
    );
    expect(published.map(({ type }) => type)).toEqual(['execute_input', 'error']);
    expect(published[1].content).toEqual(error);
    expect(await traceback('throw "a text"')).toEqual(["'a text'"]);
  });

  test('code that runs on the side has no number and shows no result', async () => {
    const { execution_count } = (await kernel.execute('1')).reply;
    const { reply, published } = await kernel.execute('"aside"', { silent: true });
    expect([reply.execution_count, published]).toEqual([execution_count, []]);
    expect((await kernel.execute('1', { store_history: false })).reply).toMatchObject({ execution_count });
  });

  test('what a program asks before it uses a kernel', async () => {
    expect(await kernel.ask('kernel_info_request')).toMatchObject({
      status: 'ok',
      language_info: { name: 'typescript', version: expect.stringMatching(/^5\.9/) },
    });
    expect(await kernel.ask('comm_info_request')).toEqual({ status: 'ok', comms: {} });
  });

  test('output that is written with a callback calls it', async () => {
    expect(
      await texts('await new Promise((done) => void process.stdout.write("x", done as () => void)); "on"'),
    ).toEqual(['x', "'on'"]);
  });
});

describe('cells that are waiting', () => {
  test('are given up when one fails, and what is sent after that runs', async () => {
    const block = 'const until = Date.now() + 100; while (Date.now() < until); throw new Error("stop")';
    const sent = [block, '"never"', '"never"'].map((code) => kernel.execute(code));
    const [failed, ...others] = await Promise.all(sent);
    expect(failed.reply.status).toBe('error');
    for (const other of others) expect(other).toEqual({ reply: { status: 'aborted' }, published: [] });
    expect(await texts('"at once"')).toEqual(["'at once'"]);
  });

  test('run where they were asked to', async () => {
    const sent = ['throw new Error("go on")', '"run"'].map((code) =>
      kernel.execute(code, { stop_on_error: false }),
    );
    const [failed, other] = await Promise.all(sent);
    expect([failed.reply.status, textsOf(other)]).toEqual(['error', ["'run'"]]);
  });
});

describe('errors name cell, line and column', () => {
  test('where code does not compile', async () => {
    expect(await traceback('const near: number = "x";\nlet { a }: { a: string } = { a: 1 };')).toEqual([
      "In[n]:1:7 - Type 'string' is not assignable to type 'number'.",
      "In[n]:2:30 - Type 'number' is not assignable to type 'string'.",
    ]);
  });

  test('where it throws, below types and comments that are gone when it runs, in an earlier cell and after an await', async () => {
    const define = [
      'interface Weights {',
      '  alpha: number;',
      '}',
      '',
      '// a comment',
      'function check({ alpha }: Weights): number {',
      '  if (alpha > 1) throw new RangeError("at most 1");',
      '  return alpha;',
      '}',
      'const checkLater = async (weights: Weights) => {',
      '  await null;',
      '  return check(weights);',
      '};',
    ];
    const { reply } = await kernel.execute(define.join('\n'));
    const defined = `In[${reply.execution_count}]`;
    expect(await traceback('type Unused = {\n  a: 1;\n};\ncheck({ alpha: 2 });')).toEqual([
      'RangeError: at most 1',
      `    at check (${defined}:7:24)`,
      '    at In[n]:4:6',
    ]);
    expect(await traceback('const alpha = 3;\n\nawait checkLater({ alpha });')).toEqual([
      'RangeError: at most 1',
      `    at check (${defined}:7:24)`,
      `    at checkLater (${defined}:12:10)`,
      '    at async In[n]:3:1',
    ]);
  });

  test('in modules beside the notebook and in those that cells define', async () => {
    await writeFile(
      path.join(folder, 'beside.ts'),
      'export interface Options {\n  a: number;\n}\nexport function fail({ a }: Options): never {\n  throw new Error("a is " + a);\n}\n',
    );
    expect(await traceback('import { fail } from "./beside";\nfail({ a: 1 });')).toEqual([
      'Error: a is 1',
      `    at fail (${path.join(folder, 'beside.ts')}:5:9)`,
      '    at In[n]:2:5',
    ]);
    await kernel.execute(
      '/** @module within */\n\nexport type T = string;\nexport function throws() { throw new Error("within"); }',
    );
    expect((await traceback('import { throws } from "./within";\nthrows();')).slice(0, 2)).toEqual([
      'Error: within',
      `    at throws (${path.join(folder, 'within.ts')}:4:34)`,
    ]);
  });

  test('and the kernel itself only where it is debugged', async () => {
    const debugged = await openKernel(folder, { VITRINE_DEBUG: '1' });
    try {
      const { reply } = await debugged.execute('throw new Error("x")');
      expect((reply.traceback as string[]).join('\n')).toContain('cell-executor');
    } finally {
      await debugged.close();
    }
  });

  test('after a cell has ended too', async () => {
    const { reply } = await kernel.execute('\nsetTimeout(() => {\n  throw new Error("late");\n}, 1);');
    await kernel.printed(
      `Uncaught Error: late\n    at Timeout._onTimeout (In[${reply.execution_count}]:3:9)`,
    );
  });
});

describe('an interrupt ends', () => {
  const interrupted = { status: 'error', ename: 'KeyboardInterrupt', evalue: 'the cell was interrupted' };

  test.each([
    ['an await', 'await new Promise(() => {});'],
    ['a loop that awaits', 'for (;;) await new Promise((next) => setTimeout(next, 1));'],
    [
      'a loop that catches everything',
      'for (;;) try { await new Promise((next) => setTimeout(next, 1)); } catch {}',
    ],
    [
      'for await',
      'for await (const _ of (async function* () { for (;;) { await null; yield new Promise((next) => setTimeout(next, 1)); } })());',
    ],
    ['a last value that is awaited', 'new Promise(() => {})'],
  ])('%s, and later cells run', async (_, code) => {
    const running = kernel.execute(`console.log("waits: ${_}");\n${code}`);
    await kernel.printed(`waits: ${_}`);
    await sleep(20);
    expect(await kernel.interrupt()).toEqual({ status: 'ok' });
    expect((await running).reply).toMatchObject(interrupted);
    expect(await texts('"next"')).toEqual(["'next'"]);
  });

  test('what does not wait, by a signal', async () => {
    const [pid] = await texts('process.pid');
    const running = kernel.execute('console.log("spins");\nfor (;;);');
    await kernel.printed('spins');
    process.kill(Number(pid), 'SIGINT');
    expect((await running).reply).toMatchObject(interrupted);
  });

  test('a cell after its own cleaning up', async () => {
    const running = kernel.execute(
      'try { console.log("holds"); await new Promise(() => {}); } finally { await null; console.log("let go"); }',
    );
    await kernel.printed('holds');
    await kernel.interrupt();
    expect(textsOf(await running)).toEqual(['holds\n', 'let go\n']);
  });
});

describe('cells share their variables', () => {
  test('with functions that hold them, in both directions', async () => {
    await kernel.execute('let count = 0;\nconst increase = () => ++count;\nincrease();');
    expect(await texts('count = 10; increase(); count')).toEqual(['11']);
    await kernel.execute('setTimeout(increase, 1); await new Promise((next) => setTimeout(next, 20));');
    expect(await texts('count')).toEqual(['12']);
  });

  test('with functions of earlier cells that look them up, when they are declared anew', async () => {
    await kernel.execute('let ALPHA = 0.7;');
    await kernel.execute('const parameters = () => ({ ALPHA });');
    expect(
      await texts('let ALPHA = 0;\nfor (const step of [1, 2]) { ALPHA += step; console.log(parameters()); }'),
    ).toEqual(['{ ALPHA: 1 }\n', '{ ALPHA: 3 }\n']);
  });

  test('from loops, also from those that end by an error', async () => {
    await kernel.execute('let sum = 0;\nconst values = [1, 2, 3];');
    await kernel.execute('for (const value of values) { sum += value; }');
    await traceback('for (const value of values) { if (value > 2) throw new Error(); sum += value; }');
    expect(await texts('sum')).toEqual(['9']);
  });

  test('of every kind', async () => {
    await kernel.execute(
      [
        'import path, { sep } from "node:path";',
        'import * as os from "node:os";',
        'const { a, ...rest } = { a: 1, b: 2 };',
        'let [c, d = 4]: number[] = [3];',
        '({ a: d } = { a: 9 });',
        'enum Size { S, M }',
        'namespace Space { export const inner = 5; }',
        'class Shape { accessor side = 6; static #made = 7; static made() { return Shape.#made; } }',
        'var old = 8;',
        'function named() { return typeof path.join + sep + typeof os.cpus; }',
      ].join('\n'),
    );
    expect(
      await texts(
        '[a, rest.b, c, d, Size.M, Space.inner, new Shape().side, Shape.made(), old, named()].join(" ")',
      ),
    ).toEqual(["'1 2 3 9 1 5 6 7 8 function/function'"]);
  });

  test('whose types rest on what a package keeps to itself', async () => {
    const { reply } = await kernel.execute(
      [
        'const fs = await import("fs");',
        'const { existsSync } = await import("fs");',
        'const load = () => import("fs");',
        'async function loadLater() { return await import("fs"); }',
        'class Loader { load() { return import("fs"); } }',
      ].join('\n'),
    );
    expect(reply.status).toBe('ok');
    expect(
      await texts(
        '[fs.existsSync("/"), fs.default === fs.default, existsSync("/"), (await loadLater()).existsSync("/")].join()',
      ),
    ).toEqual(["'true,true,true,true'"]);
    expect(await traceback('fs.existSync("/")')).toEqual([
      expect.stringContaining("Property 'existSync' does not exist"),
    ]);
  });
});

describe('the last expression is shown', () => {
  const formsOf = async (code: string) => {
    const { published } = await kernel.execute(code);
    return published.find(({ type }) => type === 'execute_result')?.content.data as Record<string, string>;
  };

  test('rows of a table and data frames as tables', async () => {
    expect(await formsOf('[{ a: 1, b: "<x>" }]')).toEqual({
      'text/plain': "[ { a: 1, b: '<x>' } ]",
      'text/html': expect.stringMatching(/<table>.*<td>&lt;x&gt;<\/td>/),
    });
    const frame = '({ columns: ["a"], values: [[7]], toString: () => "a frame" })';
    expect(await formsOf(frame)).toEqual({
      'text/plain': 'a frame',
      'text/html': expect.stringMatching(/<table>.*<td class="number">7<\/td>/),
    });
  });

  test('figures as charts', async () => {
    expect(
      await formsOf('({ data: [{ type: "bar", x: ["a"], y: [1] }], layout: { title: { text: "One" } } })'),
    ).toEqual({
      'text/plain': expect.stringContaining('One'),
      'text/html': expect.stringMatching(
        /<figure class="vitrine-plot".*<div class="title">One<.*data:image\/png/s,
      ),
    });
  });

  test('what says itself how, as it says, and everything else as text', async () => {
    expect(
      await formsOf('({ [Symbol.for("Jupyter.display")]: () => ({ "text/markdown": "**a**" }) })'),
    ).toMatchObject({
      'text/markdown': '**a**',
    });
    expect(await formsOf('Promise.resolve([1, 2])')).toEqual({ 'text/plain': '[ 1, 2 ]' });
    expect(await formsOf('undefined')).toBeUndefined();
    expect(await formsOf('const shown = [1];')).toBeUndefined();
  });
});

describe('help while a cell is written', () => {
  beforeAll(() =>
    kernel.execute(
      '/** Adds two numbers. */\nfunction addUp(first: number, second = 2): number { return first + second; }',
    ),
  );

  test.each([
    [
      'of a name',
      'addUp(first)',
      2,
      [/function addUp\(first: number, second\?: number\): number/, /Adds two numbers/],
    ],
    [
      'between the brackets',
      'addUp(1, )',
      9,
      [/^addUp\(first: number, second\?: number\): number/, /Adds two numbers/],
    ],
    [
      'on an argument: of the call, and of the name',
      'const row = 1;\naddUp(row)',
      23,
      [/^addUp\(first: number/, /const row: 1/],
    ],
    ['after a character of two units', '"😀"; addUp(', 11, [/^addUp\(first: number/]],
  ])('%s', async (_, code, cursor_pos, expected) => {
    const { found, data } = await kernel.ask('inspect_request', { code, cursor_pos, detail_level: 0 });
    expect(found).toBe(true);
    for (const text of expected) expect((data as Record<string, string>)['text/plain']).toMatch(text);
  });

  test('names that can follow, and nothing where there is none', async () => {
    const completed = await kernel.ask('complete_request', { code: '"😀"; addU', cursor_pos: 9 });
    expect(completed).toMatchObject({ status: 'ok', matches: ['addUp'], cursor_start: 5, cursor_end: 9 });
    const { found, data } = await kernel.ask('inspect_request', { code: '1 + 1', cursor_pos: 2 });
    expect([found, data]).toEqual([false, {}]);
  });
});

test('today’s syntax is compiled', async () => {
  await writeFile(path.join(folder, 'some.json'), '{ "a": 1 }');
  const { reply } = await kernel.execute(
    'import some from "./some.json" with { type: "json" };\n{ using held = { [Symbol.dispose]: () => console.log("let go"), a: some.a }; console.log(held.a); }\nconst names = <const T extends readonly string[]>(list: T) => list;\nlet first: "a" = names(["a", "b"])[0];\n[3, 1, 2].toSorted() satisfies number[]',
  );
  expect(reply).toMatchObject({ status: 'ok' });
});

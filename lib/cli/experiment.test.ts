import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createRandom } from '../vectors/index.js';
import { createProgram } from './program.js';

let folder: string;
let lines: string[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-experiment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((...args) => void lines.push(args.join(' ')));
});

const experiment = (...args: string[]) =>
  createProgram().parseAsync(['node', 'vitrine', 'experiment', ...args]);

async function file(name: string, rows: readonly string[]): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, `${rows.join('\n')}\n`);
  return at;
}

/** Rows of `count` ids, dealt in turn, who click at these rates. */
function clicks(count: number, rates: Readonly<Record<string, number>>, seed: number): string[] {
  const random = createRandom(seed);
  const variants = Object.keys(rates);
  return Array.from({ length: count }, (_, i) => {
    const variant = variants[i % 2];
    return `u${i},${variant},${random.uniform() < rates[variant] ? 1 : 0}`;
  });
}
const header = 'id,variant,outcome';

test('assign deals ids out by their names: the same again, in shares as the weights, quoted where needed', async () => {
  const ids = await file('ids.txt', [...Array.from({ length: 2000 }, (_, i) => `u${i}`), 'a,b', 'a"b']);
  await experiment('assign', ids, '--name', 'poster', '--variant', 'old=3', '--variant', 'new=1');
  const first = lines.splice(0);
  await experiment('assign', ids, '--name', 'poster', '--variant', 'old=3', '--variant', 'new=1');
  expect(lines).toEqual(first);
  expect(first[0]).toBe('id,variant');
  expect(first.filter((line) => line.endsWith(',new')).length / 2000).toBeCloseTo(0.25, 1);
  expect(first.at(-2)).toMatch(/^"a,b",(old|new)$/);
  expect(first.at(-1)).toMatch(/^"a""b",(old|new)$/);
  await expect(experiment('assign', ids, '--name', 'poster', '--variant', 'old=x')).rejects.toThrow(
    '--variant old is "x"; give a number',
  );
});

test('judge finds a real difference before all have come, and says so', async () => {
  const rows = clicks(20_000, { control: 0.1, candidate: 0.16 }, 1);
  const outcomes = await file('better.csv', [header, ...rows]);
  await experiment('judge', outcomes, '--effect', '0.05');
  expect(lines.at(-1)).toMatch(/^candidate better: p = 0\.0\d+ is at most 0\.05$/);
  expect(lines.at(-2)).toMatch(/^decided after \d+ outcomes; the \d+ that came later were not needed$/);
  expect(lines.find((line) => line.startsWith('candidate − control'))).toMatch(/ at every look\)$/);
});

test('judge goes on where there is none, and gives up where it was told to; JSON has the same', async () => {
  const outcomes = await file('same.csv', [header, ...clicks(4000, { control: 0.1, candidate: 0.1 }, 2)]);
  await experiment('judge', outcomes, '--effect', '0.05');
  expect(lines.at(-1)).toMatch(/^continue: /);
  lines.length = 0;
  await experiment('judge', outcomes, '--effect', '0.05', '--maximum', '1500', '--json');
  expect(JSON.parse(lines.join('\n'))).toMatchObject({
    decision: 'no difference found',
    variants: { control: { n: 1500 }, candidate: { n: 1500 } },
    looked: 3000,
    left: 1000,
    setAside: 0,
  });
});

test('an id counts once; what cannot be judged is refused in one line', async () => {
  const twice = await file('twice.csv', [
    header,
    'a,control,1',
    'b,candidate,0',
    'a,control,1',
    'a,candidate,0',
  ]);
  await experiment('judge', twice, '--effect', '0.1');
  expect(lines).toContain('2 rows set aside: an id came before, or has seen both variants');

  const refused = async (name: string, rows: string[], message: string, ...more: string[]) =>
    expect(experiment('judge', await file(name, rows), '--effect', '0.1', ...more)).rejects.toThrow(message);
  await refused(
    'three.csv',
    [header, 'a,x,1', 'b,y,0', 'c,control,0'],
    'variants "x", "y", "control"; wanted are "control"',
  );
  await refused('none.csv', [header, 'a,x,1', 'b,y,0'], '(--control) and one other');
  await refused('text.csv', [header, 'a,control,yes'], 'row 2: outcome "yes" is no number');
  await refused('empty.csv', [header, 'a,control,'], 'row 2: no outcome');
  await refused('effect.csv', [header, 'a,x,1', 'b,control,0'], 'effect is 0;', '--effect', '0');
});

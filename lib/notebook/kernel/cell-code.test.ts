import { expect, test } from 'vitest';
import { cellCode } from './cell-code.js';

const codeOf = (
  module: string,
  { inFunctions = [], live = [] }: { inFunctions?: string[]; live?: string[] } = {},
) => cellCode(module, { inFunctions: new Set(inFunctions), isLive: (name) => live.includes(name) });
/** The lines that hold a text. */
const linesOf = (code: string, text: string) => code.split('\n').filter((line) => line.includes(text));

test('a loop counts in variables of its own, and what they hold is kept after it', () => {
  const module = 'let sum = 0;\nfor (let i = 0; i < 9; i++)\n    sum += i * exports.factor;\nexport { sum };';
  expect(linesOf(codeOf(module).code, 'sum += ')).toEqual([
    expect.stringMatching(/^\s+sum \+= i \* exports\$factor;$/),
  ]);
  expect(codeOf(module).code).toMatch(
    /finally \{\s+exports\.factor = exports\$factor;\s+cell\$\.put\("sum", sum\);/,
  );
});

test('what functions look up or hold, and what changes during an await, is never in a variable beside it', () => {
  const loop = 'for (const x of [1])\n    exports.total += x;';
  expect(codeOf(loop).code).toContain('exports$total += x');
  for (const shared of [{ inFunctions: ['total'] }, { live: ['total'] }]) {
    expect(codeOf(loop, shared).code).not.toContain('exports$total');
  }
  expect(codeOf(`${loop}\nconst read = () => exports.total;`).code).not.toContain('exports$total');
  expect(codeOf('for (const x of [1])\n    exports.total += await x;').code).not.toContain('exports$total');
});

test('a variable that a function holds is shown by an accessor, others by their value', () => {
  const { code } = codeOf('let held = 0, kept = 0;\nconst read = () => held;\nexport { held, kept, read };');
  expect(code).toContain('cell$.bind("held", () => held, (value$) => { held = value$; });');
  expect(code).toContain('cell$.put("kept", kept);');
  expect(code).toContain('cell$.put("read", read);');
  expect(codeOf('let kept = 0;\nexport { kept };', { inFunctions: ['kept'] }).code).toContain(
    'cell$.bind("kept"',
  );
});

test('awaits of the top level are those that an interrupt ends', () => {
  const inner = codeOf('const later = async () => { await 1; };\nexport {};');
  expect([inner.isAsync, inner.code.includes('cell$.wait')]).toEqual([false, false]);
  const outer = codeOf('const a = await (await exports.f()).g();\nfor await (const b of c) ;\nexport {};');
  expect(outer.isAsync).toBe(true);
  expect(outer.code).toContain('await cell$.wait((await cell$.wait((0, exports.f)())).g())');
  expect(outer.code).toContain('for await (const b of cell$.each(c))');
});

test('a place in the code is found in the module', () => {
  const { code, origin } = codeOf('let a = 1;\na = await f(a);\nexport { a };');
  const line = code.split('\n').findIndex((text) => text.includes('f(a)'));
  const column = code.split('\n')[line].indexOf('f(a)');
  expect(origin({ line, column })).toEqual({ line: 1, column: 10 });
});

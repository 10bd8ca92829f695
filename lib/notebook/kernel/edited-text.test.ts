import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EditedText } from './edited-text.js';

test('pieces are put in and replaced, and positions found again', () => {
  const edited = new EditedText('let a = b;', [
    { start: 8, end: 9, text: 'exports.b' },
    { start: 0, end: 0, text: '{ ' },
    { start: 10, end: 10, text: ' }' },
    { start: 10, end: 10, text: ' }' },
  ]);
  expect(edited.text).toBe('{ let a = exports.b; } }');
  expect([0, 2, 10, 18, 19, 24].map((offset) => edited.sourceOffset(offset))).toEqual([0, 0, 8, 8, 9, 10]);
});

test('what was not edited comes from where it was', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(30), { maxLength: 8 }),
      fc.array(fc.string(), { minLength: 8, maxLength: 8 }),
      (cuts, texts) => {
        const source = 'abcdefghijklmnopqrstuvwxyz01234';
        const places = cuts.toSorted((a, b) => a - b);
        const edits = places.map((start, i) => ({ start, end: start + (i % 2), text: texts[i] }));
        const edited = new EditedText(source, edits);
        const kept = [...source]
          .map((_, at) => at)
          .filter((at) => !edits.some(({ start, end }) => at >= start && at < end));
        const lengthBefore = (at: number) =>
          edits
            .filter(({ start }) => start <= at)
            .reduce((sum, { start, end, text }) => sum + text.length - (end - start), at);
        for (const at of kept) {
          expect(edited.text[lengthBefore(at)]).toBe(source[at]);
          expect(edited.sourceOffset(lengthBefore(at))).toBe(at);
        }
      },
    ),
  );
});

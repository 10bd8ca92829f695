import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearestNames } from '../language/index.js';

test.each([
  ['chair', 'chair', 0],
  ['chiar', 'chair', 1],
  ['lether', 'leather', 1],
  ['wardorbe', 'wardrobe', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('%s → %s takes %i', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
});

test('a limit changes nothing below it', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(editDistance(a, b), limit + 1));
    }),
  );
});

test('near names come best first', () => {
  expect(nearestNames('chars', ['Tables', 'Chair', 'Chairs', 'Office Chairs'])).toEqual(['Chairs', 'Chair']);
  expect(nearestNames('chairs', ['Office Chairs'])).toEqual(['Office Chairs']);
});

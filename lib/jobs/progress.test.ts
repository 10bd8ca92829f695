import { expect, test } from 'vitest';
import { JobPercent } from './progress.js';

test('the percent of a job follows its stages, never back, and reaches 100 only when it is done', () => {
  const percent = new JobPercent({ stages: { Reading: [0, 10], comparing: [10, 60], Saving: [60, 100] } });
  expect(percent.after('Reading')).toBe(0);
  expect(percent.after('Reading', 1, 2)).toBe(5);
  expect(percent.after('comparing 8 models', 1, 4)).toBe(23);
  expect(percent.after('comparing 8 models', 0, 4)).toBe(23);
  expect(percent.after('Something else', 1, 2)).toBe(23);
  expect(percent.after('Saving', 9, 9)).toBe(99);
});

test('a job that names no stages stays at 0', () => {
  expect(new JobPercent({}).after('Anything', 1, 2)).toBe(0);
});

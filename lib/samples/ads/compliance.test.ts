import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexContrast } from '../../images/color/index.js';
import { relativeLuminance } from '../../images/index.js';
import { type AdFacts, checkCompliance, complianceRules, isLargeText } from './compliance.js';

const text = { role: 'headline', color: '#000000', on: ['#ffffff'], fontSize: 30, bold: true, area: 1000 };
const facts: AdFacts = {
  width: 100,
  height: 200,
  texts: [text],
  logo: { x: 10, y: 20, width: 20, height: 10 },
  showsPrice: true,
  showsDisclaimer: true,
};
const broken = (change: Partial<AdFacts>) =>
  checkCompliance({ ...facts, ...change })
    .filter(({ ok }) => !ok)
    .map(({ id, measured, required }) => [id, measured, required]);

test('contrast as WCAG defines it: 21 for black on white, 4.54 for #767676, 4.48 for #777777', () => {
  expect(hexContrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(hexContrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
  expect(hexContrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(relativeLuminance(255, 0, 0)).toBeCloseTo(0.2126, 10);
});

test('contrast is symmetric and between 1 and 21', () => {
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(hex, hex, (a, b) => {
      const ratio = hexContrast(a, b);
      expect(ratio).toBe(hexContrast(b, a));
      expect(ratio).toBeGreaterThanOrEqual(1);
      expect(ratio).toBeLessThanOrEqual(21.0001);
    }),
  );
});

test('each rule by hand: kept, and just broken', () => {
  expect(broken({})).toEqual([]);
  expect(broken({ texts: [{ ...text, color: '#777777', fontSize: 12 }] })).toEqual([
    ['text-contrast', 4.478, 4.5],
  ]);
  expect(broken({ texts: [{ ...text, color: '#777777' }] })).toEqual([]);
  expect(broken({ texts: [{ ...text, on: ['#ffffff', '#333333'] }] })[0].slice(0, 1)).toEqual([
    'text-contrast',
  ]);
  expect(broken({ logo: { x: 3.9, y: 20, width: 20, height: 10 } })).toEqual([
    ['logo-safe-zone', 0.039, 0.04],
  ]);
  expect(broken({ logo: { x: 10, y: -4, width: 20, height: 10 } })).toEqual([
    ['logo-safe-zone', -0.02, 0.04],
  ]);
  expect(broken({ logo: { x: 77, y: 20, width: 20, height: 10 } })).toEqual([['logo-safe-zone', 0.03, 0.04]]);
  expect(broken({ texts: [{ ...text, area: 5000 }] })).toEqual([]);
  expect(broken({ texts: [{ ...text, area: 5020 }] })).toEqual([['text-coverage', 0.251, 0.25]]);
  expect(broken({ showsDisclaimer: false })).toEqual([['price-disclaimer', 0, 1]]);
  expect(broken({ showsPrice: false, showsDisclaimer: false })).toEqual([]);
});

test('large text is 24 px, or 18.7 px bold; every rule states its source', () => {
  expect([24, 23.9].map((fontSize) => isLargeText({ fontSize, bold: false }))).toEqual([true, false]);
  expect([18.7, 18.6].map((fontSize) => isLargeText({ fontSize, bold: true }))).toEqual([true, false]);
  expect(complianceRules.every(({ rule, source, unit }) => rule && source && unit)).toBe(true);
});

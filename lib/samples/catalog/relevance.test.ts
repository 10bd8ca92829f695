import { expect, test } from 'vitest';
import { grade, isNearMiss, itemGrade, type Wanted } from './relevance.js';

const sofa = { id: 'a', category: 'sofa', color: 'black', material: 'leather', style: 'modern' } as const;
const wanted: Wanted = { categories: ['sofa'], colors: ['black'], materials: ['leather'] };

test('everything asked for is 3, some of it 2, the category alone 1', () => {
  expect(grade(sofa, wanted)).toBe(3);
  expect(grade({ ...sofa, color: 'white' }, wanted)).toBe(2);
  expect(grade({ ...sofa, color: 'white', material: 'velvet' }, wanted)).toBe(1);
  expect(grade({ ...sofa, color: 'white' }, { categories: ['sofa'] })).toBe(3);
});

test('another category counts when it is of the same family and meets every attribute', () => {
  expect(grade({ ...sofa, category: 'armchair' }, wanted)).toBe(1);
  expect(grade({ ...sofa, category: 'armchair', color: 'white' }, wanted)).toBe(0);
  expect(grade({ ...sofa, category: 'officeChair' }, wanted)).toBe(0);
});

test('a near miss has grade 0 but something in common', () => {
  expect(isNearMiss({ ...sofa, category: 'officeChair' }, wanted)).toBe(true);
  expect(isNearMiss({ ...sofa, category: 'rug', color: 'red', material: 'wool' }, wanted)).toBe(false);
  expect(isNearMiss(sofa, wanted)).toBe(false);
});

test('items are graded by category, colour and material; an item is no substitute for itself', () => {
  expect(itemGrade(sofa, sofa)).toBe(0);
  expect(itemGrade(sofa, { ...sofa, id: 'b', style: 'rustic' })).toBe(3);
  expect(itemGrade(sofa, { ...sofa, id: 'b', material: 'linen' })).toBe(2);
  expect(itemGrade(sofa, { ...sofa, id: 'b', category: 'loveseat' })).toBe(1);
});

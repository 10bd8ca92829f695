import type { ColorName, MaterialName, StyleName } from './attributes.js';
import { type CategoryName, categoryOf } from './categories.js';
import type { SampleProduct } from './product.js';

/** What a shopper asks for. A product matches an attribute when its value is among those wanted; none given, any will do. */
export interface Wanted {
  readonly categories: readonly CategoryName[];
  readonly colors?: readonly ColorName[];
  readonly materials?: readonly MaterialName[];
  readonly styles?: readonly StyleName[];
}

type Attributes = Pick<SampleProduct, 'category' | 'color' | 'material' | 'style'>;

/**
 * 3: the category and every other attribute asked for; 2: the category and some of them; 1: the category alone, or
 * every attribute but in a category of the same family; 0: anything else.
 */
export function grade(product: Attributes, wanted: Wanted): number {
  const { asked, met } = attributesMet(product, wanted);
  if (wanted.categories.includes(product.category)) {
    if (met === asked) return 3;
    return met > 0 ? 2 : 1;
  }
  return met === asked && ofSameFamily(product, wanted) ? 1 : 0;
}

/** Grade 0, yet easily taken for a match: some attribute asked for, or the family, or the same part of the shop. */
export function isNearMiss(product: Attributes, wanted: Wanted): boolean {
  if (grade(product, wanted) > 0) return false;
  const sameParent = wanted.categories.some((name) => parent(name) === parent(product.category));
  return sameParent || ofSameFamily(product, wanted) || attributesMet(product, wanted).met > 0;
}

/**
 * How good a substitute `other` is for `item`. 3: same category, colour and material; 2: same category and one of
 * them; 1: same category alone, or same family with both; 0: anything else, the item itself included.
 */
export function itemGrade(item: Attributes & { id: string }, other: Attributes & { id: string }): number {
  if (item.id === other.id) return 0;
  return grade(other, { categories: [item.category], colors: [item.color], materials: [item.material] });
}

function attributesMet(product: Attributes, wanted: Wanted): { asked: number; met: number } {
  const checks = [
    wanted.colors?.includes(product.color),
    wanted.materials?.includes(product.material),
    wanted.styles?.includes(product.style),
  ].filter((check) => check !== undefined);
  return { asked: checks.length, met: checks.filter(Boolean).length };
}

function ofSameFamily(product: Attributes, wanted: Wanted): boolean {
  return wanted.categories.some((name) => categoryOf(name).family === categoryOf(product.category).family);
}

function parent(name: CategoryName): string {
  return categoryOf(name).path.slice(0, -1).join('/');
}

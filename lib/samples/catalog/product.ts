import { sha256 } from '../../store/index.js';
import { randomStream } from '../../vectors/index.js';
import {
  type ColorName,
  countries,
  type MaterialName,
  materials,
  type StyleName,
  styleNames,
} from './attributes.js';
import { type Brand, brands } from './brands.js';
import { type CategoryName, categoryNames, categoryOf } from './categories.js';
import { pickEarly } from './chance.js';

/** What a sample product truly is. Its listing may hide some of it; its photo and the judgments come from here. */
export interface SampleProduct {
  readonly id: string;
  readonly category: CategoryName;
  readonly color: ColorName;
  readonly material: MaterialName;
  readonly style: StyleName;
  readonly variant: string;
  readonly size: 'small' | 'medium' | 'large';
  readonly brand: Brand;
  /** Dollars. */
  readonly price: number;
  readonly country: string;
  /** Inches: depth, width, height. */
  readonly dimensions: readonly [number, number, number];
}

/** The id of product i: a UUID that seed and position decide. */
export function productId(seed: number, i: number): string {
  const hex = sha256(`${seed}:id:${i}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Makes `count` products; every category appears, by its share. */
export function makeProducts(seed: number, count: number): SampleProduct[] {
  return categorySequence(seed, count).map((category, i) => makeProduct(seed, i, category));
}

function categorySequence(seed: number, count: number): CategoryName[] {
  const total = categoryNames.reduce((sum, name) => sum + categoryOf(name).share, 0);
  let reached = 0;
  const sequence = categoryNames.flatMap((name) => {
    const from = Math.round((reached / total) * count);
    reached += categoryOf(name).share;
    return Array<CategoryName>(Math.round((reached / total) * count) - from).fill(name);
  });
  return randomStream(seed, 'order').shuffle(sequence);
}

const sizeFactor = { small: 0.85, medium: 1, large: 1.2 };

function makeProduct(seed: number, i: number, category: CategoryName): SampleProduct {
  const random = randomStream(seed, 'product', i);
  const about = categoryOf(category);
  const material = pickEarly(random, about.materials);
  const color = pickEarly<ColorName>(random, materials[material].colors);
  const style = random.pick(styleNames);
  const size = pickEarly(random, ['medium', 'large', 'small'] as const);
  const factor = sizeFactor[size];
  const inches = (usual: number) => Math.round(usual * factor * (0.94 + 0.12 * random.uniform()) * 10) / 10;
  const [depth, width, height] = about.size;
  const dollars = about.price * materials[material].cost * factor ** 1.5 * Math.exp(0.22 * random.normal());
  return {
    id: productId(seed, i),
    category,
    color,
    material,
    style,
    variant: pickEarly(random, about.variants),
    size,
    brand: random.pick(brands),
    price: Math.max(4, Math.floor(dollars)) + (random.int(4) === 0 ? 0.5 : 0.99),
    country: random.pick(countries),
    dimensions: [inches(depth), inches(width), inches(height)],
  };
}

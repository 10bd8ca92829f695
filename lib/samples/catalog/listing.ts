import { columns } from '../../catalog/index.js';
import { csvCell } from '../../records/index.js';
import { randomStream } from '../../vectors/index.js';
import { colors, materials, styles } from './attributes.js';
import { categoryOf } from './categories.js';
import { chance, pickEarly } from './chance.js';
import { descriptionOf } from './descriptions.js';
import type { SampleProduct } from './product.js';
import { titleOf, type Words } from './titles.js';

export type Listing = Record<(typeof columns)[number], string>;

/** Where a product's photo is, relative to the catalogue. */
export function photoPath(id: string): string {
  return `photos/${id}.jpg`;
}

/** A product as its merchant lists it: in the merchant's words, with the gaps that catalogues have. */
export function listProduct(product: SampleProduct, seed: number): Listing {
  const random = randomStream(seed, 'listing', product.id);
  const about = categoryOf(product.category);
  const words: Words = {
    about,
    noun: pickEarly(random, about.nouns),
    color: pickEarly(random, colors[product.color].words),
    material: pickEarly(random, materials[product.material].words),
    style: pickEarly(random, styles[product.style].words),
  };
  const { name } = product.brand;
  const gap = (probability: number, value: string) => (chance(random, probability) ? '' : value);
  return {
    title: titleOf(product, words, random),
    brand: chance(random, 0.3) ? `${name} Store` : name,
    description: gap(0.15, descriptionOf(product, words, random)),
    price: gap(0.08, dollars(product.price)),
    categories: pythonList(about.path),
    images: pythonList([chance(random, 0.1) ? `${photoPath(product.id)} ` : photoPath(product.id)]),
    manufacturer: gap(0.35, name),
    package_dimensions: gap(0.02, dimensionsOf(product.dimensions)),
    country_of_origin: gap(0.5, product.country),
    material: gap(0.1, words.material),
    color: gap(0.1, words.color),
    uniq_id: product.id,
  };
}

function dollars(price: number): string {
  return `$${price.toFixed(2).replace(/\B(?=(\d{3})+\.)/, ',')}`;
}

function dimensionsOf([depth, width, height]: SampleProduct['dimensions']): string {
  return depth > 0 ? `${depth}"D x ${width}"W x ${height}"H` : `${height}"L x ${width}"W`;
}

/** As Python prints a list of strings. */
function pythonList(items: readonly string[]): string {
  return `[${items.map((item) => (item.includes("'") ? `"${item}"` : `'${item}'`)).join(', ')}]`;
}

/** The listings as CSV with a header; fields are quoted where they must be. */
export function toCsv(listings: readonly Listing[]): string {
  const rows = listings.map((listing) => columns.map((column) => csvCell(listing[column])).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

import { type Random, randomStream } from '../../../vectors/index.js';
import { chance, pickEarly } from '../chance.js';
import { type Listing, photoPath } from '../listing.js';
import type { SampleProduct } from '../product.js';
import { germanCategories, germanColors, germanMaterials, germanService, germanStyles } from './words.js';

/** A product as a German merchant lists it: in compounds or in words apart, with umlauts, prices in euros, sizes in centimetres. */
export function listInGerman(product: SampleProduct, seed: number): Listing {
  const random = randomStream(seed, 'deutsch', product.id);
  const { path } = germanCategories[product.category];
  const material = pickEarly(random, germanMaterials[product.material].words);
  const color = pickEarly(random, germanColors[product.color]);
  const { name } = product.brand;
  const gap = (probability: number, value: string) => (chance(random, probability) ? '' : value);
  return {
    title: titleOf(product, material, color, random),
    brand: name,
    description: gap(0.15, descriptionOf(product, material, color, random)),
    price: gap(0.08, euros(product.price)),
    categories: ['Möbel & Wohnen', ...path].join(' > '),
    images: photoPath(product.id),
    manufacturer: gap(0.35, name),
    package_dimensions: centimetres(product.dimensions),
    country_of_origin: '',
    material: gap(0.1, material),
    color: gap(0.1, color),
    uniq_id: product.id,
  };
}

function titleOf(product: SampleProduct, material: string, color: string, random: Random): string {
  const { nouns, head, room } = germanCategories[product.category];
  const noun = pickEarly(random, nouns);
  const compound = `${germanMaterials[product.material].prefix}${head.toLowerCase()}`;
  const style = germanStyles[product.style];
  return random.pick([
    `${noun} ${material}, ${color}`,
    `${noun} aus ${material}, ${color}`,
    `${product.brand.name} ${noun} ${color}, ${style}`,
    `${compound} ${room}, ${color}`,
    `${product.brand.name} ${compound} ${color}`,
    `${head} ${room} aus ${material} in ${color}`,
  ]);
}

function descriptionOf(product: SampleProduct, material: string, color: string, random: Random): string {
  const { nouns, room, feature } = germanCategories[product.category];
  const sentences = random.shuffle([
    `${random.pick(nouns)} aus ${material} ${room}`,
    feature,
    `Farbe: ${color}, Stil: ${germanStyles[product.style]}`,
    `Die Maße sind ${centimetres(product.dimensions)}`,
    random.pick(germanService),
  ]);
  return `${sentences.slice(0, 2 + random.int(4)).join('. ')}.`;
}

function euros(price: number): string {
  return `${price
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/, '.')} €`;
}

function centimetres(inches: SampleProduct['dimensions']): string {
  return `${inches
    .filter((x) => x > 0)
    .map((x) => Math.round(x * 2.54))
    .join(' x ')} cm`;
}

import type { Random } from '../../vectors/index.js';
import { collections } from './brands.js';
import type { Category } from './categories.js';
import { chance } from './chance.js';
import type { SampleProduct } from './product.js';

/** The words that one listing uses for a product's attributes. */
export interface Words {
  readonly noun: string;
  readonly color: string;
  readonly material: string;
  readonly style: string;
  readonly about: Category;
}

const extras = [
  'Easy Assembly',
  'Upgraded',
  'New Arrival',
  'Space Saving',
  'Heavy Duty',
  'Gift Idea',
  'Premium Quality',
  '1 Pack',
];

/** A title in the voice of its merchant; most leave something out, some pile everything in. */
export function titleOf(product: SampleProduct, words: Words, random: Random): string {
  const { brand, variant } = product;
  const { noun, color, material, style, about } = words;
  const inches = `${Math.round(product.dimensions[1])}"`;
  switch (brand.voice) {
    case 'terse':
      return random.pick([
        `${color} ${material} ${noun}`,
        `${variant} ${noun}, ${color}`,
        `${style} ${noun}, ${inches}`,
        `${brand.name} ${noun} - ${color}`,
        `${material} ${noun}, ${variant}, ${color}`,
      ]);
    case 'collection': {
      const collection = random.pick(collections);
      return random.pick([
        `${brand.name} ${collection} ${material} ${noun}, ${color}`,
        `${collection} ${style} ${noun} by ${brand.name}`,
        `${collection} Collection ${variant} ${noun} in ${color} ${material}`,
        `${brand.name} ${collection} ${variant} ${noun}, ${inches}, ${color}`,
      ]);
    }
    case 'stuffed': {
      const [room, second] = random.shuffle(about.rooms);
      const other = random.pick(about.nouns);
      const parts = [
        `${brand.name} ${style} ${noun} with ${titleCase(random.pick(about.features))}`,
        `${variant} ${material} ${other} for ${room}`,
        random.pick([
          `${room} and ${second} Furniture`,
          `${inches} Wide`,
          random.pick(extras),
          `Ideal for ${second}`,
        ]),
      ];
      if (chance(random, 0.8)) parts.push(chance(random, 0.5) ? `(${color})` : color);
      if (chance(random, 0.2)) parts.push(`Model ${modelCode(random)}`);
      return parts.join(', ');
    }
    case 'plain':
      return random.pick([
        `${brand.name} ${style} ${variant} ${noun}, ${material}, ${color}`,
        `${style} ${material} ${noun} for ${random.pick(about.rooms)}, ${color}`,
        `${brand.name} ${color} ${noun}, ${variant}, ${titleCase(random.pick(about.features).replace(/^an? /, ''))}`,
        `${brand.name} ${variant} ${noun} ${inches} ${color}`,
        `${style} ${noun} with ${titleCase(random.pick(about.features))}, ${material}`,
      ]);
  }
}

function modelCode(random: Random): string {
  return `${random.pick(['HX', 'ZT', 'KD', 'LM'])}${100 + random.int(900)}`;
}

function titleCase(text: string): string {
  return text.replace(
    /(^|\s)([a-z])(?=[a-z]{3})/g,
    (_, space: string, letter: string) => space + letter.toUpperCase(),
  );
}

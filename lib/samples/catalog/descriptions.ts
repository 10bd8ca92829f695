import type { Random } from '../../vectors/index.js';
import { materials } from './attributes.js';
import { chance } from './chance.js';
import type { SampleProduct } from './product.js';
import type { Words } from './titles.js';

const service = [
  'If you have any question, please contact us and we will reply within 24 hours',
  'Colors may look slightly different from screen to screen',
  'All hardware and clear instructions come in the box',
  'Wipe with a dry cloth; keep out of direct sun',
  'Backed by a one-year limited warranty',
  'Ships in recyclable packaging',
];

/** One to seven sentences; some merchants run them together without a space, as real listings do. */
export function descriptionOf(product: SampleProduct, words: Words, random: Random): string {
  const { about } = words;
  const [low, color, material, style] = [words.noun, words.color, words.material, words.style].map(lower);
  const [room, other] = random.shuffle(about.rooms).map(lower);
  const opening = random.pick([
    `Bring ${withArticle(`${style} touch`)} to your ${room} with this ${low}`,
    `This ${color} ${low} is made for the ${room} or the ${other}`,
    `${capital(withArticle(`${style} ${low}`))} in ${color} ${material}`,
    `Simple lines and honest materials: ${withArticle(low)} for the ${room}`,
    `Upgrade your ${room} with our best-selling ${low}`,
    `${product.brand.name} ${low}, ${product.variant.toLowerCase()}`,
  ]);
  const body = random.shuffle([
    materials[product.material].praise,
    `It comes with ${random.pick(about.features)}`,
    `The ${color} finish goes with ${style} interiors`,
    `Made of ${material}`,
    `Works equally well for the ${room} and as a gift for a new home`,
    `Overall size: ${product.dimensions.filter((x) => x > 0).join(' x ')} inches`,
    random.pick(service),
  ]);
  const sentences = [opening, ...body.slice(0, random.int(7))];
  return `${sentences.join(chance(random, 0.12) ? '.' : '. ')}.`;
}

/** In lower case, acronyms such as TV and MDF excepted. */
function lower(text: string): string {
  return text
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

function withArticle(words: string): string {
  return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

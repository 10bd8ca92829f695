import type { Random } from '../../vectors/index.js';
import { materials } from './attributes.js';
import type { SampleProduct } from './product.js';
import { chance } from './streams.js';
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
  const { noun, color, material, style, about } = words;
  const [low, article] = [noun.toLowerCase(), /^[aeiou]/i.test(style) ? 'an' : 'a'];
  const [room, other] = random.shuffle(about.rooms).map((name) => name.toLowerCase());
  const opening = random.pick([
    `Bring ${article} ${style.toLowerCase()} touch to your ${room} with this ${low}`,
    `This ${color.toLowerCase()} ${low} fits right into any ${room} or ${other}`,
    `${article === 'an' ? 'An' : 'A'} ${style.toLowerCase()} ${low} in ${color.toLowerCase()} ${material.toLowerCase()}`,
    `Simple lines and honest materials: a ${low} for the ${room}`,
    `Upgrade your ${room} with our best-selling ${low}`,
    `${product.brand.name} ${low}, ${product.variant.toLowerCase()}`,
  ]);
  const body = random.shuffle([
    materials[product.material].praise,
    `It comes with ${random.pick(about.features)}`,
    `The ${color.toLowerCase()} finish goes with ${style.toLowerCase()} interiors`,
    `Made of ${material.toLowerCase()}`,
    `Works equally well in a ${room} and as a gift for a new home`,
    `Overall size: ${product.dimensions.filter((x) => x > 0).join(' x ')} inches`,
    random.pick(service),
  ]);
  const sentences = [opening, ...body.slice(0, random.int(7))];
  return `${sentences.join(chance(random, 0.12) ? '.' : '. ')}.`;
}

import type { Random } from '../../vectors/index.js';
import type { ProductName } from '../drawing/products.js';

/** Invented. */
export const brands: readonly string[] = [
  'Velmora',
  'Kestrin',
  'Oakvane',
  'Lumiora',
  'Tarnwick',
  'Pindrel',
  'Zafelo',
  'Quorvia',
  'Myrrow',
  'Halvique',
  'Drennick',
  'Ostrelle',
  'Bramwyn',
  'Fennola',
  'Juvarro',
  'Nordwisp',
];

const headlines: Record<ProductName, readonly string[]> = {
  bottle: ['Pure by nature', 'Sip the summer', 'Fresh every day'],
  shoe: ['Run lighter', 'Made to move', 'Every step counts'],
  lamp: ['Light that lasts', 'Glow better', 'A warmer evening'],
  chair: ['Sit better', 'Take your seat', 'Comfort, redrawn'],
  phone: ['See it sharper', 'More in one hand', 'Your day, faster'],
  mug: ['Slow mornings', 'Brew it bold', 'One more cup'],
  headphones: ['Hear it all', 'Sound, undisturbed', 'Turn the world down'],
  watch: ['Time well worn', 'Keep your pace', 'On time, in style'],
  backpack: ['Pack for anything', 'Carry on', 'Built for far away'],
  plant: ['Bring home green', 'Grow indoors', 'Breathe easier'],
  camera: ['Catch the moment', 'Look closer', 'Shots worth keeping'],
  jar: ['Glow all night', 'Softer in a week', 'Care that shows'],
};

const supports: readonly string[] = [
  'New for this season',
  'Free delivery this week',
  'Designed to last for years',
  'Now in six new colours',
  'Loved by our customers',
  'Made with less, for more',
];

const longs: readonly string[] = [
  'Our designers spent two full years on every detail so that you can enjoy it from the very first day.',
  'Choose from more than forty combinations, order before noon and it will be with you tomorrow morning.',
  'Tested in daily use by families, students and travellers, and backed by a five year promise of repair.',
  'Every part can be replaced, the packaging is made of paper, and nothing in it will end up in the sea.',
  'Join the club today for early access to all new arrivals, birthday gifts and invitations to our events.',
  'Visit one of our shops, ask for a free consultation and take home a sample that you may keep for good.',
];

const buttons: readonly string[] = [
  'Shop now',
  'Buy now',
  'Order today',
  'Learn more',
  'Get yours',
  'Try it',
];

const disclaimers: readonly string[] = [
  'Price incl. VAT, while stocks last. Terms and conditions apply, see shop for details.',
  'Offer valid until the end of the month. Shipping not included. Terms apply.',
  'Recommended retail price. Subject to change. Not valid with other offers.',
];

/** The words of an ad. */
export interface Copy {
  readonly brand: string;
  readonly headline: string;
  readonly support: string;
  /** Enough to fill an ad with. */
  readonly long: string;
  readonly price: string;
  readonly button: string;
  readonly disclaimer: string;
}

export function writeCopy(product: ProductName, random: Random): Copy {
  const currency = random.pick(['$', '€', '£']);
  const amount = 5 + random.int(190);
  return {
    brand: random.pick(brands),
    headline: random.pick(headlines[product]),
    support: random.pick(supports),
    long: random.shuffle(longs).join(' '),
    price: `${currency}${amount}${amount < 100 && random.int(2) ? '.99' : ''}`,
    button: random.pick(buttons),
    disclaimer: random.pick(disclaimers),
  };
}

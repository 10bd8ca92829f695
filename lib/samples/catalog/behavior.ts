import { shown, UserError } from '../../errors/index.js';
import { writeFileAtomic } from '../../store/index.js';
import type { Random } from '../../vectors/index.js';
import { randomStream } from '../../vectors/index.js';
import { type ColorName, type StyleName, styleNames } from './attributes.js';
import { type CategoryName, categoryNames } from './categories.js';
import { chance } from './chance.js';
import { makeProducts, type SampleProduct } from './product.js';
import { type Room, roomNames, roomsOf } from './rooms.js';

/** One thing that a made-up shopper did. */
export interface SampleEvent {
  readonly user: string;
  /** Id of the product. */
  readonly product: string;
  readonly event: 'view' | 'cart' | 'purchase';
  /** ISO 8601. */
  readonly time: string;
}

export interface BehaviorSampleOptions {
  /** The seed that the sample catalogue was made with; it decides the shoppers too. Default 42. */
  readonly seed?: number;
  /** Shoppers, 1 to 100,000; 2,000 make about 35,000 events. Default 2,000. */
  readonly users?: number;
}

/** Share of the products that are new: nobody has seen them yet. */
const newShare = 0.08;

/** What fits counts so many times as much in the choice of what to look at. */
const fit = { style: 8, color: 2 };

const start = Date.UTC(2026, 0, 1);
const days = 90;

/**
 * Made-up shoppers of the sample catalogue, decided by the seed. Each has a style and some colours, furnishes one room
 * or two, goes through some kinds of furniture for the room, looks at a few of each, those that fit more often, puts
 * some into the cart and buys some. So what one person buys shares a style and a room, across categories. Some products
 * are liked more than others, 8% are new and untouched.
 * @param products all of the sample catalogue
 * @returns events by user, then by time
 * @throws {UserError} for products that are not those of the sample with this seed, or users out of range
 * @example await writeSampleBehavior('data/sample/events.csv', sampleBehavior(products));
 */
export function sampleBehavior(
  products: readonly { readonly id: string }[],
  { seed = 42, users = 2000 }: BehaviorSampleOptions = {},
): SampleEvent[] {
  if (!Number.isInteger(users) || users < 1 || users > 100_000) {
    throw new UserError(`${shown(users)} shoppers; give a whole number from 1 to 100,000`);
  }
  const shelves = shelvesOf(truthOf(products, seed), seed);
  return Array.from({ length: users }, (_, u) => shop(u, shelves, seed)).flat();
}

/** Writes events as the CSV that `readEvents` reads. */
export async function writeSampleBehavior(path: string, events: readonly SampleEvent[]): Promise<void> {
  const rows = events.map(({ user, product, event, time }) => `${user},${product},${event},${time}`);
  await writeFileAtomic(path, `${['user,product,event,time', ...rows].join('\n')}\n`);
}

function truthOf(products: readonly { readonly id: string }[], seed: number): SampleProduct[] {
  const made = makeProducts(seed, products.length);
  const ids = new Set(made.map(({ id }) => id));
  const stranger = products.find(({ id }) => !ids.has(id));
  if (stranger) {
    throw new UserError(
      `product ${shown(stranger.id)} is not in the sample catalogue of ${products.length} products with seed ${seed}; give all products of data/sample/catalog.csv`,
    );
  }
  return made;
}

interface Liked extends SampleProduct {
  readonly popularity: number;
}

type Shelves = ReadonlyMap<CategoryName, readonly Liked[]>;

/** The products that shoppers can see, by category. */
function shelvesOf(products: readonly SampleProduct[], seed: number): Shelves {
  const shelves = new Map<CategoryName, Liked[]>();
  for (const product of products) {
    const random = randomStream(seed, 'popularity', product.id);
    if (chance(random, newShare)) continue;
    const popularity = Math.exp(0.7 * random.normal());
    shelves.set(product.category, [...(shelves.get(product.category) ?? []), { ...product, popularity }]);
  }
  return shelves;
}

function shop(u: number, shelves: Shelves, seed: number): SampleEvent[] {
  const random = randomStream(seed, 'shopper', u);
  const style = random.pick(styleNames);
  const colors = random.shuffle<ColorName>([
    'black',
    'white',
    'gray',
    'brown',
    'natural',
    'blue',
    'green',
    'beige',
  ]);
  const rooms = random.shuffle(roomNames).slice(0, chance(random, 0.3) ? 2 : 1);
  const user = `shopper-${String(u + 1).padStart(5, '0')}`;
  const events: SampleEvent[] = [];
  let time = start + Math.floor(random.uniform() * days * 86_400_000);
  const add = (product: SampleProduct, event: SampleEvent['event']) => {
    events.push({ user, product: product.id, event, time: new Date(time).toISOString() });
    time += 1000 * (20 + random.int(180));
  };
  for (const category of needs(random, rooms, shelves)) {
    for (const product of looks(random, shelves.get(category) ?? [], style, new Set(colors.slice(0, 3)))) {
      add(product, 'view');
      const suits = product.style === style;
      if (!chance(random, suits ? 0.45 : 0.06)) continue;
      add(product, 'cart');
      if (chance(random, 0.6)) add(product, 'purchase');
    }
    if (chance(random, 0.3)) time += random.int(5 * 86_400_000);
  }
  return events;
}

/** The kinds of furniture that somebody goes through for their rooms. */
function needs(random: Random, rooms: readonly Room[], shelves: Shelves): CategoryName[] {
  const all = categoryNames.filter(
    (name) => shelves.has(name) && roomsOf(name).some((room) => rooms.includes(room)),
  );
  return random.shuffle(all).slice(0, 3 + random.int(4));
}

/** One to five different products of a shelf, drawn by how well they fit and how much they are liked. */
function looks(
  random: Random,
  shelf: readonly Liked[],
  style: StyleName,
  colors: ReadonlySet<ColorName>,
): Liked[] {
  const keyed = shelf.map((product) => {
    const weight =
      product.popularity *
      (product.style === style ? fit.style : 1) *
      (colors.has(product.color) ? fit.color : 1);
    return { product, key: -Math.log(1 - random.uniform()) / weight };
  });
  keyed.sort((a, b) => a.key - b.key);
  return keyed.slice(0, 1 + random.int(5)).map(({ product }) => product);
}

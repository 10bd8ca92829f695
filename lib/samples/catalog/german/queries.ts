import { type Random, randomStream } from '../../../vectors/index.js';
import type { MaterialName } from '../attributes.js';
import { type CategoryName, categoryNames } from '../categories.js';
import type { SampleProduct } from '../product.js';
import type { JudgedQuery } from '../queries.js';
import { grade, type Wanted } from '../relevance.js';
import { germanCategories, germanColors, germanMaterials } from './words.js';

type Draft = Omit<JudgedQuery, 'id'>;

const perKind = 6;

/**
 * Up to 24 German queries, six of a kind: a plain word in the plural, which most listings have in compounds alone; a
 * material and the word as a compound; the same apart; and with umlauts written as two letters.
 */
export function germanQueries(products: readonly SampleProduct[], seed: number): JudgedQuery[] {
  const heads = (random: Random) => random.shuffle([...new Set(categoryNames.map(headOf))]).map(byHead);
  const drafts: Record<string, (random: Random) => Draft[]> = {
    head: heads,
    compound: (random) => random.shuffle(products).map((product) => byMaterial(product, 'compound')),
    apart: (random) => random.shuffle(products).map((product) => byMaterial(product, 'apart')),
    spelling: (random) => random.shuffle(products).flatMap((product) => withoutUmlauts(product)),
  };
  const queries: JudgedQuery[] = [];
  for (const [kind, draw] of Object.entries(drafts)) {
    const taken = new Set<string>();
    for (const draft of draw(randomStream(seed, 'Fragen', kind))) {
      const subject = draft.wanted.categories.join();
      if (taken.size === perKind || taken.has(subject) || !isAnswerable(draft.wanted, products)) continue;
      taken.add(subject);
      queries.push({ id: `d${String(queries.length + 1).padStart(2, '0')}`, ...draft });
    }
  }
  return queries;
}

function isAnswerable(wanted: Wanted, products: readonly SampleProduct[]): boolean {
  return products.filter((product) => grade(product, wanted) === 3).length >= 2;
}

function headOf(category: CategoryName): string {
  return germanCategories[category].head;
}

/** The categories that share a plain word: a "Tisch" is a dining table, a desk, a nightstand … */
function categoriesOf(head: string): CategoryName[] {
  return categoryNames.filter((name) => headOf(name) === head);
}

function byHead(head: string): Draft {
  const categories = categoriesOf(head);
  return { text: germanCategories[categories[0]].plural, wanted: { categories } };
}

function byMaterial({ category, material }: SampleProduct, how: 'compound' | 'apart'): Draft {
  const head = headOf(category);
  const { prefix, words } = germanMaterials[material];
  const materials = (Object.keys(germanMaterials) as MaterialName[]).filter(
    (name) => germanMaterials[name].prefix === prefix,
  );
  const text = how === 'compound' ? `${prefix}${head.toLowerCase()}` : `${head} aus ${words[0]}`;
  return { text, wanted: { categories: categoriesOf(head), materials } };
}

function withoutUmlauts({ category, color }: SampleProduct): Draft[] {
  const noun = germanCategories[category].nouns[0];
  const text = `${noun} ${germanColors[color][0]}`
    .replace(/ß/g, 'ss')
    .replace(/[äöüÄÖÜ]/g, (letter) => `${letter.normalize('NFD')[0]}e`);
  return /[äöüß]/i.test(`${noun}${germanColors[color][0]}`)
    ? [{ text, wanted: { categories: [category], colors: [color] } }]
    : [];
}

import type { Random } from '../../vectors/index.js';
import { randomStream } from '../../vectors/index.js';
import { type ColorName, colors, type MaterialName, type StyleName, styleNames } from './attributes.js';
import { type CategoryName, categoryNames, categoryOf } from './categories.js';
import { chance } from './chance.js';
import type { SampleProduct } from './product.js';
import { grade, type Wanted } from './relevance.js';

/** A query, and what whoever types it wants. */
export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  readonly wanted: Wanted;
}

export interface SampleQuery extends JudgedQuery {
  readonly kind: 'attributes' | 'style' | 'synonym' | 'misspelling' | 'use';
}

type Draft = Omit<SampleQuery, 'id' | 'kind'>;

const perKind = 12;

/** Sixty queries, twelve of a kind; each has 2 products that fit in full and at least 5 with grade 2 or more. A small catalogue has fewer. */
export function makeQueries(products: readonly SampleProduct[], seed: number): SampleQuery[] {
  const drafts: Record<SampleQuery['kind'], (random: Random) => Draft[]> = {
    attributes: (random) => random.shuffle(products).map((product) => byAttributes(product, random)),
    style: (random) => random.shuffle(products).map((product) => byStyle(product, random)),
    synonym: (random) => random.shuffle(categoryNames).map((name) => bySynonym(name, random)),
    misspelling: (random) => random.shuffle(products).map((product) => misspelt(product, random)),
    use: (random) =>
      random.shuffle(uses).map(([text, ...names]) => ({ text, wanted: { categories: names } })),
  };
  const queries: SampleQuery[] = [];
  for (const kind of Object.keys(drafts) as SampleQuery['kind'][]) {
    const taken = new Set<string>();
    for (const draft of drafts[kind](randomStream(seed, 'queries', kind))) {
      const subject = draft.wanted.categories.join();
      if (taken.size === perKind || taken.has(subject) || !answerable(draft, products)) continue;
      taken.add(subject);
      queries.push({ id: `q${String(queries.length + 1).padStart(2, '0')}`, kind, ...draft });
    }
  }
  return queries;
}

function answerable(draft: Draft, products: readonly SampleProduct[]): boolean {
  const grades = products.map((product) => grade(product, draft.wanted));
  return grades.filter((g) => g === 3).length >= 2 && grades.filter((g) => g >= 2).length >= 5;
}

/** How shoppers name a material, and which materials they mean by it. */
function materialWord(material: MaterialName): [string, readonly MaterialName[]] {
  if (material === 'wood' || material === 'engineered wood') return ['wooden', ['wood', 'engineered wood']];
  return [material, [material]];
}

function nounOf(name: CategoryName): string {
  return categoryOf(name).nouns[0].toLowerCase();
}

function byAttributes({ category, color, material }: SampleProduct, random: Random): Draft {
  const [made, materialsMeant] = materialWord(material);
  const noun = nounOf(category);
  const text = random.pick([
    `${color} ${made} ${noun}`,
    `${color} ${made} ${noun}`,
    `${made} ${noun} in ${color}`,
    `${noun} ${made} ${color}`,
  ]);
  return { text, wanted: { categories: [category], colors: [color], materials: materialsMeant } };
}

const styleWord: Partial<Record<StyleName, string>> = { 'mid-century': 'mid century', bohemian: 'boho' };

function byStyle({ category, color, material, style }: SampleProduct, random: Random): Draft {
  const word = styleWord[style] ?? style;
  const noun = nounOf(category);
  if (chance(random, 0.25)) {
    return {
      text: `${word} ${color} ${noun}`,
      wanted: { categories: [category], colors: [color], styles: [style] },
    };
  }
  const [made, materialsMeant] = materialWord(material);
  return {
    text: `${word} ${made} ${noun}`,
    wanted: { categories: [category], materials: materialsMeant, styles: [style] },
  };
}

function bySynonym(category: CategoryName, random: Random): Draft {
  const synonym = random.pick(categoryOf(category).nouns.slice(1)).toLowerCase();
  const usual: ColorName[] = ['black', 'white', 'gray', 'brown', 'blue', 'green', 'navy'];
  const extra = random.int(3);
  if (extra === 0) return { text: synonym, wanted: { categories: [category] } };
  if (extra === 1) {
    const color = random.pick(usual);
    const word = random.pick(colors[color].words).toLowerCase();
    return { text: `${word} ${synonym}`, wanted: { categories: [category], colors: [color] } };
  }
  const style = random.pick(styleNames);
  return {
    text: `${styleWord[style] ?? style} ${synonym}`,
    wanted: { categories: [category], styles: [style] },
  };
}

const misspeltWords: Readonly<Record<string, string>> = {
  leather: 'lether',
  'faux leather': 'fawx leather',
  velvet: 'velvit',
  linen: 'linnen',
  wooden: 'woodden',
  metal: 'metel',
  marble: 'marbel',
  rattan: 'ratan',
  ceramic: 'ceramik',
  bamboo: 'bambu',
  beige: 'biege',
  yellow: 'yelow',
  orange: 'ornage',
  green: 'gren',
  brown: 'bronw',
  white: 'wite',
  black: 'blak',
};

function misspelt({ category, color, material }: SampleProduct, random: Random): Draft {
  const wrongNoun = random.pick(categoryOf(category).misspelt);
  const [made, materialsMeant] = materialWord(material);
  const [categories, byColor, byMaterial] = [[category], [color], materialsMeant];
  switch (random.int(4)) {
    case 0:
      return { text: wrongNoun, wanted: { categories } };
    case 1:
      return { text: `${color} ${wrongNoun}`, wanted: { categories, colors: byColor } };
    case 2:
      return { text: `${made} ${wrongNoun}`, wanted: { categories, materials: byMaterial } };
    default: {
      const wrongMade = misspeltWords[made];
      const adjectives = wrongMade ? `${color} ${wrongMade}` : `${misspeltWords[color] ?? color} ${made}`;
      const noun = wrongMade || misspeltWords[color] ? nounOf(category) : wrongNoun;
      return {
        text: `${adjectives} ${noun}`,
        wanted: { categories, colors: byColor, materials: byMaterial },
      };
    }
  }
}

/** A need in a shopper's words, and the categories that answer it. */
const uses: readonly (readonly [string, CategoryName, ...CategoryName[]])[] = [
  ['reading light for bedroom', 'tableLamp', 'floorLamp'],
  ['seat for kitchen island', 'barStool'],
  ['somewhere to put my feet up in the living room', 'ottoman'],
  ['place to keep shoes by the front door', 'shoeRack'],
  ['what to put a 65 inch television on', 'tvStand'],
  ['shelves for novels and textbooks', 'bookcase'],
  ['light to hang over a dining table', 'pendant'],
  ['wipe dirty boots before coming in', 'doormat'],
  ['pot for indoor plants', 'planter'],
  ['window coverings for living room', 'curtain'],
  ['toy storage for kids room', 'basket'],
  ['hang jackets in the hallway', 'coatRack'],
  ['comfortable seat for working at a computer', 'officeChair'],
  ['work from home table with room for a monitor', 'desk'],
  ['holder for fresh flowers', 'vase'],
  ['somewhere to store clothes', 'dresser', 'wardrobe'],
  ['small table next to the bed', 'nightstand'],
  ['something soft to put on the couch', 'pillow'],
  ['warm floor covering for bedroom', 'rug'],
  ['see what time it is in the kitchen', 'wallClock'],
  ['something to check my outfit in before leaving', 'mirror'],
  ['family meals for six people', 'diningTable'],
  ['cosy chair for reading', 'armchair'],
  ['sit down to put on shoes in the entryway', 'bench'],
  ['where guests can sit and watch a movie together', 'sofa', 'loveseat'],
  ['frame for a queen mattress', 'bed'],
];

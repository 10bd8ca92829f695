import type { Command } from 'commander';
import { ArgumentError, shown } from '../../errors/index.js';
import type { Recommendation, SearchBy, SimilarBy } from '../../recommend/index.js';
import { readFilter } from '../read-filter.js';
import { type WhichRun, withRun } from '../which-run.js';

interface ResultOptions extends WhichRun {
  readonly k: string;
  readonly filter?: string;
  readonly json?: boolean;
}

interface SimilarOptions extends ResultOptions {
  readonly by?: string;
  readonly title?: string;
  readonly description?: string;
  readonly brand?: string;
  readonly photo?: string;
  readonly like?: string[];
  readonly dislike?: string[];
  readonly more?: string;
  readonly less?: string;
}

/** `vitrine search TEXT` and `vitrine recommend`, over the run in use. */
export function register(program: Command): void {
  withOptions(
    program.command('search <text>').description('search a catalogue by text'),
    'fused, text, bm25',
    'fused',
  )
    .addHelpText(
      'after',
      '\nExample:\n  vitrine search "modern black leather chair" --filter "category=Chairs,price<200"',
    )
    .action(async (text: string, options: ResultOptions & { readonly by: string }) => {
      const by = choice(options.by, ['fused', 'text', 'bm25'] satisfies SearchBy[]);
      await show(options, (shop, common) => shop.search(text, { ...common, by }));
    });
  withOptions(
    program
      .command('recommend [id]')
      .description('products like the one with this uniq_id, like a new one, or like those you like'),
    `${similarWays.join(', ')} (default: hybrid; of a photo alone image)`,
  )
    .option('--title <text>', 'of a product that is not in the catalogue')
    .option('--description <text>', 'of it')
    .option('--brand <name>', 'of it')
    .option('--photo <file>', 'of it: a file, or an http(s) address')
    .option('--like <id...>', 'products that are to your taste')
    .option('--dislike <id...>', 'and such as are not')
    .option('--more <words>', 'what the products found should have more of, as "leather"')
    .option('--less <words>', 'what they should have less of')
    .addHelpText(
      'after',
      '\nExamples:\n  vitrine recommend --photo chair.jpg --title "Oak chair"\n  vitrine recommend --like ID ID --dislike ID --more leather',
    )
    .action(async (id: string | undefined, options: SimilarOptions) => {
      const by = options.by === undefined ? undefined : choice(options.by, similarWays);
      const { more, less } = options;
      const ask = asked(id, options);
      await show(options, (shop, common) => ask(shop, { ...common, by, more, less }));
    });
}

const similarWays = [
  'hybrid',
  'text',
  'image',
  'category',
  'behavior',
  'bm25',
  'fused',
] satisfies SimilarBy[];

type Ask = (
  shop: Shop,
  options: Common & { by?: SimilarBy; more?: string; less?: string },
) => Promise<Recommendation[]>;

/** What similar products are wanted for: one of the catalogue, a new one, or examples. */
function asked(id: string | undefined, options: SimilarOptions): Ask {
  const { title, description, brand, photo, like, dislike } = options;
  const isNew = [title, description, brand, photo].some((value) => value !== undefined);
  const isLiked = like !== undefined || dislike !== undefined;
  const ways = [id !== undefined, isNew, isLiked].filter(Boolean).length;
  if (ways !== 1) {
    throw new ArgumentError(
      `${ways === 0 ? 'nothing is asked for' : 'one thing at a time'}: give the uniq_id of a product, or --title and --photo of a new one, or --like`,
    );
  }
  if (id !== undefined) return (shop, common) => shop.recommend(id, common);
  if (isNew) return (shop, common) => shop.recommendFor({ title, description, brand, photo }, common);
  return (shop, common) => shop.recommend({ like: like ?? [], dislike }, common);
}

function withOptions(command: Command, ways: string, preset?: string): Command {
  return withRun(command)
    .option('-k, --k <number>', 'results', '10')
    .option('-f, --filter <conditions>', 'as in "category=Chairs,brand=Foo,price<100"')
    .option('--by <way>', `how to rank: ${ways}`, preset)
    .option('--json', 'print JSON');
}

type Common = { k: number; filter?: import('../../search/index.js').ProductFilter };
type Shop = import('../../recommend/index.js').SavedRecommender;

async function show(
  options: ResultOptions,
  rank: (shop: Shop, common: Common) => Promise<Recommendation[]>,
): Promise<void> {
  const { openRecommender } = await import('../../recommend/index.js');
  const k = Number(options.k);
  if (!Number.isInteger(k) || k < 1)
    throw new ArgumentError(`--k ${shown(options.k)}: give a whole number from 1`);
  const filter = await readFilter(options.filter);
  const shop = await openRecommender(options.run, { catalog: options.catalog });
  const results = await rank(shop, { k, filter });
  console.error(shop.from);
  if (options.json) {
    console.log(
      JSON.stringify(
        results.map(({ product, ...rest }) => ({ ...rest, ...product })),
        null,
        2,
      ),
    );
    return;
  }
  if (shop.config.text.fallbackReason) {
    console.error(
      `note: a stand-in for the text model is in use, ${shop.config.text.name}; vitrine doctor says why`,
    );
  }
  if (results.length === 0) console.log('nothing found');
  for (const { rank: position, score, product } of results) {
    const price = product.price === null ? '' : `  ${product.price.toFixed(2)}`;
    console.log(`${String(position).padStart(3)}  ${score.toFixed(4)}  ${product.title}${price}`);
    console.log(
      `${' '.repeat(13)}${[product.categories.at(-1), product.color, product.id].filter(Boolean).join(' · ')}`,
    );
  }
}

function choice<T extends string>(value: string, known: readonly T[]): T {
  if (known.includes(value as T)) return value as T;
  throw new ArgumentError(`--by ${shown(value)}: choose ${known.join(', ')}`);
}

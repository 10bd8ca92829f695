import type { Command } from 'commander';
import { ArgumentError, shown } from '../../errors/index.js';
import type { Recommendation, SearchBy, SimilarBy } from '../../recommend/index.js';
import { readFilter } from '../read-filter.js';
import { type WhichRun, withRun } from '../which-run.js';

interface ResultOptions extends WhichRun {
  readonly k: string;
  readonly filter?: string;
  readonly by: string;
  readonly json?: boolean;
}

/** `vitrine search TEXT` and `vitrine recommend ID`, over the run in use. */
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
    .action(async (text: string, options: ResultOptions) => {
      const by = choice(options.by, ['fused', 'text', 'bm25'] satisfies SearchBy[]);
      await show(options, (shop, common) => shop.search(text, { ...common, by }));
    });
  withOptions(
    program.command('recommend <id>').description('products like the one with this uniq_id'),
    'hybrid, text, image, category, behavior, bm25, fused',
    'hybrid',
  ).action(async (id: string, options: ResultOptions) => {
    const by = choice(options.by, [
      'hybrid',
      'text',
      'image',
      'category',
      'behavior',
      'bm25',
      'fused',
    ] satisfies SimilarBy[]);
    await show(options, (shop, common) => shop.recommend(id, { ...common, by }));
  });
}

function withOptions(command: Command, ways: string, preset: string): Command {
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

import { describeProducts } from '../catalog/index.js';
import { ArgumentError, shown, UserError } from '../errors/index.js';
import { openSource } from '../recommend/index.js';
import { createRun, writeJson } from '../store/index.js';

export interface DescribeCommandOptions {
  readonly data?: string;
  readonly columns?: string;
  readonly max: string;
  readonly maxCost: string;
  readonly model?: string;
  readonly price?: string;
  readonly language: string;
  readonly retryFailed?: boolean;
}

/** Describes, saves what there is, prints what happened; an error at the end when the service or the disk failed. */
export async function describe(options: DescribeCommandOptions): Promise<void> {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    const { catalog, description } = await openSource({
      data: options.data ?? '',
      columns: options.columns,
    });
    console.log(description);
    const report = await describeProducts(catalog.products, {
      maxProducts: numberOf('--max', options.max),
      maxCostUsd: numberOf('--max-cost', options.maxCost),
      model: options.model,
      pricePerMillion: options.price === undefined ? undefined : priceOf(options.price),
      language: options.language,
      retryFailed: options.retryFailed,
      signal: controller.signal,
      onProgress: (done, total) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${done}/${total} products asked for `);
      },
    });
    if (process.stderr.isTTY && report.asked > 0) process.stderr.write('\n');
    const { descriptions, failed, merchants, cached, asked, left, stopped, costUsd, possibleCostUsd } =
      report;
    for (const { id, reason } of failed) console.error(`${id}: ${reason}`);
    console.log(
      `${merchants} have the merchant's text; ${descriptions.length} described, ${cached} of them before`,
    );
    console.log(
      `${asked} answers for $${costUsd.toFixed(4)}${possibleCostUsd > 0 ? `, and $${possibleCostUsd.toFixed(4)} at most for requests without an answer` : ''}; ${failed.length} unusable, ${left} left`,
    );
    if (descriptions.length > 0) {
      const run = await createRun('product-descriptions');
      await writeJson(run.path('generated_descriptions.json'), descriptions);
      await writeJson(run.path('report.json'), { ...report, descriptions: descriptions.length });
      const { dir } = await run.finish();
      console.log(`saved in ${dir}`);
    }
    if (stopped?.why === 'products' || stopped?.why === 'cost') console.log(stopped.message);
    else if (stopped) throw new UserError(stopped.message);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function numberOf(name: string, value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!(number >= 0)) throw new ArgumentError(`${name} ${shown(value)}: give a number of at least 0`);
  return number;
}

function priceOf(value: string): { input: number; output: number } {
  const [input, output, ...more] = value.split(',').map((x) => numberOf('--price', x));
  if (output === undefined || more.length > 0) {
    throw new ArgumentError(`--price ${shown(value)}: give two numbers, input and output, as in 0.40,1.60`);
  }
  return { input, output };
}

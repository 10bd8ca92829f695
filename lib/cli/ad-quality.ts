import { relative } from 'node:path';
import {
  type AdQualityConfig,
  adComparisonTable,
  adQualityConfig,
  adQualityDefaults,
  adQualityHeadline,
  adQualityRun,
  scoreAds,
} from '../ads/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { trainingProgress } from '../notebook/index.js';
import { readJson } from '../store/index.js';

/** `vitrine train ad-quality`. */
export async function trainAdQualityCommand(options: {
  readonly config?: string;
  readonly parameter: Readonly<Record<string, string>>;
  readonly data?: string;
  readonly labels?: string;
}): Promise<void> {
  const file = options.config === undefined ? {} : await readJson(options.config, asObject);
  const config = adQualityConfig({ ...file, ...numbers(options.parameter) });
  const started = performance.now();
  const { dir, epochs, comparisons } = await adQualityRun({
    config,
    data: options.data,
    labels: options.labels,
    callbacks: [trainingProgress()],
  });
  console.log(`\nOn the test part\n${adComparisonTable(comparisons).toString('text', 3)}\n`);
  console.log(adQualityHeadline(comparisons));
  console.log(`${epochs} epochs, ${((performance.now() - started) / 1000).toFixed(0)} s in all`);
  console.log(`Run  ${relative(process.cwd(), dir) || dir}`);
}

/** `vitrine score`. */
export async function scoreCommand(
  images: readonly string[],
  { model, json = false }: { readonly model?: string; readonly json?: boolean },
): Promise<void> {
  let failed = 0;
  for await (const ad of scoreAds(images, { model })) {
    const file = relative(process.cwd(), ad.file) || ad.file;
    if (ad.failed !== undefined) {
      failed++;
      console.error(`vitrine: ${ad.failed}`);
      continue;
    }
    const { score = 0, probability = 0, pass, broken } = ad;
    if (json) {
      console.log(JSON.stringify({ file, score, probability, pass, broken }));
      continue;
    }
    const rules =
      broken === undefined ? '' : broken.length > 0 ? `  breaks ${broken.join(', ')}` : '  breaks no rule';
    console.log(
      `${score.toFixed(1).padStart(5)}  ${pass ? 'pass' : 'fail'} (${(100 * probability).toFixed(0).padStart(3)}%)  ${file}${rules}`,
    );
  }
  if (failed > 0) process.exitCode = 1;
}

function asObject(value: unknown): Partial<AdQualityConfig> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ArgumentError(`it holds ${shown(value)}, no settings; write { "epochs": 10 }`);
  }
  return value;
}

function numbers(parameters: Readonly<Record<string, string>>): Partial<AdQualityConfig> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, text]) => {
      const value = Number(text);
      if (text.trim() === '' || Number.isNaN(value)) {
        throw new ArgumentError(
          `setting ${name} is ${shown(text)}; give a number, as in epochs=${adQualityDefaults.epochs}`,
        );
      }
      return [name, value];
    }),
  );
}

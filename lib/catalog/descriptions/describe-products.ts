import { contentKey, projectPath } from '../../store/index.js';
import type { Product } from '../product.js';
import { AnswerCache, type KeptAnswer } from './answer-cache.js';
import { askAll, type Job } from './ask-all.js';
import { type GeneratedDescription, hasDescription } from './generated.js';
import { checkOptions, type DescribeOptions, type Settings } from './options.js';
import { productData, requestFor } from './prompt.js';
import type { Stop } from './stop.js';

export interface DescriptionReport {
  /** Texts that were written, in the order of the products. */
  readonly descriptions: GeneratedDescription[];
  /** Products that have a merchant's text, which is never touched. */
  readonly merchants: number;
  /** Descriptions that were in the cache. */
  readonly cached: number;
  /** Answers that this call paid for. */
  readonly asked: number;
  /** Products whose answer could not be used, in this call or before, and why. */
  readonly failed: { readonly id: string; readonly reason: string }[];
  /** Products without a description that were not asked for. */
  readonly left: number;
  /** Null when all were asked for. */
  readonly stopped: Stop | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the answers of this call cost, from the tokens that the service counted. */
  readonly costUsd: number;
  /** What requests that got no answer may have cost besides, at most. It counts towards `maxCostUsd`. */
  readonly possibleCostUsd: number;
}

/**
 * Descriptions for the products that have none, by a language model. Each answer is kept on disk as soon as it
 * arrives and is never paid for twice; asking stops before `maxCostUsd` could be passed, at the worst case of the next
 * request; a merchant's text is never replaced. Texts of the catalogue reach the model as JSON data only, and answers
 * are checked: length, language, no links, no markup, no prices, no numbers that the catalogue does not have.
 *
 * When the service fails, the report has what was made until then and says in `stopped` what happened. The key is
 * OPENAI_API_KEY, from the environment or `.env`; it is asked for only when something is not in the cache.
 * @throws {ArgumentError} for an option out of its range; {StoreError} when the cache's folder cannot be made; {ServiceError} ('no key') when there is no key
 * @example
 * const { descriptions, costUsd, stopped } = await describeProducts(products, { maxProducts: 5, maxCostUsd: 0.1 });
 * descriptions[0] // { id, description, generated: true, model: 'gpt-4.1-mini', key }
 */
export async function describeProducts(
  products: readonly Product[],
  options: DescribeOptions = {},
): Promise<DescriptionReport> {
  const settings = checkOptions(options);
  const cache = await AnswerCache.open(options.directory ?? projectPath('checkpoints', 'descriptions'));
  const jobs = jobsOf(products, settings);
  const results = new Map<string, KeptAnswer>();
  const open: Job[] = [];
  for (const job of new Set(jobs.values())) {
    const kept = await cache.read(job.key);
    if (kept && (kept.description !== null || !settings.retryFailed)) results.set(job.key, kept);
    else open.push(job);
  }
  const cachedKeys = new Set(results.keys());
  const tally = await askAll(open, { settings, options, cache, results });

  const missing = products.filter((product) => !hasDescription(product));
  const answers = missing.map((product) => {
    const { key } = jobs.get(product.id)!;
    return { id: product.id, key, answer: results.get(key) };
  });
  const descriptions = answers.flatMap(({ id, key, answer }) =>
    answer?.description == null
      ? []
      : [{ id, description: answer.description, generated: true as const, model: answer.model, key }],
  );
  return {
    descriptions,
    merchants: products.length - missing.length,
    cached: descriptions.filter(({ key }) => cachedKeys.has(key)).length,
    failed: answers.flatMap(({ id, answer }) => (answer?.reason ? [{ id, reason: answer.reason }] : [])),
    left: answers.filter(({ answer }) => !answer).length,
    ...tally,
  };
}

/** A job for each product without a description, by id; products of the same data share one. */
function jobsOf(products: readonly Product[], settings: Settings): Map<string, Job> {
  const byKey = new Map<string, Job>();
  const jobs = new Map<string, Job>();
  for (const product of products) {
    if (hasDescription(product)) continue;
    const data = productData(product);
    const request = requestFor(data, settings);
    const { max_completion_tokens: _, ...content } = request;
    const key = contentKey(JSON.stringify(content));
    const job = byKey.get(key) ?? { key, data, request };
    byKey.set(key, job);
    jobs.set(product.id, job);
  }
  return jobs;
}

import { ServiceError, sdkCall } from '../../http/index.js';
import { readAnswer } from './answer.js';
import type { AnswerCache, KeptAnswer } from './answer-cache.js';
import { openClient, service } from './client.js';
import { costOf, Ledger, type Tally, type TokenUsage } from './ledger.js';
import type { DescribeOptions, Settings } from './options.js';
import { mostInputTokens, type ProductData, type requestFor } from './prompt.js';

/** What to ask, and where to keep the answer. */
export interface Job {
  readonly key: string;
  readonly data: ProductData;
  readonly request: ReturnType<typeof requestFor>;
}

interface AskContext {
  readonly settings: Settings;
  readonly options: DescribeOptions;
  readonly cache: AnswerCache;
  readonly results: Map<string, KeptAnswer>;
}

/** What the service calls a request that its rules refuse. */
const refusals = ['content_filter', 'content_policy_violation'];

/**
 * Asks for the jobs in their order, several at a time, until they are done or a cap or a failure stops it; what is
 * under way then is waited for, since it is paid for. Fills `results`, and the cache with every answer.
 */
export async function askAll(jobs: readonly Job[], context: AskContext): Promise<Tally> {
  const { settings, options } = context;
  const { maxProducts, maxOutputTokens, concurrency } = settings;
  const ledger = new Ledger(settings);
  const todo = jobs.slice(0, maxProducts);
  const client = todo.length > 0 ? await openClient(options, settings) : null;
  const running = new Set<Promise<void>>();
  let done = 0;
  let crash: unknown;
  for (const job of todo) {
    const most = { inputTokens: mostInputTokens(job.request), outputTokens: maxOutputTokens };
    const worst = costOf(most, settings);
    while (running.size > 0 && (running.size >= concurrency || !ledger.fits(worst))) {
      await Promise.race(running);
    }
    if (options.signal?.aborted) ledger.stopOnRequest();
    ledger.check(worst);
    if (ledger.tally.stopped || crash) break;
    ledger.reserve(worst);
    const asking = ask(client!, job, worst, ledger, context)
      .catch((error) => {
        crash ??= error;
      })
      .finally(() => {
        ledger.release(worst);
        running.delete(asking);
        options.onProgress?.(++done, todo.length);
      });
    running.add(asking);
  }
  await Promise.all(running);
  if (crash) throw crash;
  if (todo.length < jobs.length) {
    ledger.stop(
      'products',
      `asked for ${todo.length} products, the most that maxProducts allows; ${jobs.length - todo.length} are left`,
    );
  }
  return ledger.tally;
}

/** Asks for one job, books what it cost, and keeps its answer. */
async function ask(
  client: Awaited<ReturnType<typeof openClient>>,
  job: Job,
  worst: number,
  ledger: Ledger,
  { settings, options, cache, results }: AskContext,
): Promise<void> {
  const { model, maxOutputTokens } = settings;
  let completion: unknown;
  try {
    const { signal } = options;
    completion = await sdkCall(
      service,
      () => client.chat.completions.create(job.request, { signal }),
      signal,
    );
  } catch (error) {
    if (options.signal?.aborted) {
      ledger.mayHaveCost(worst);
      ledger.stopOnRequest();
      return;
    }
    if (!(error instanceof ServiceError)) throw error;
    const cutOff = error.fault === 'cut off';
    if (cutOff || error.fault === 'malformed') ledger.mayHaveCost(worst);
    if (cutOff || refusals.includes(error.code ?? '')) {
      ledger.unusable();
      results.set(job.key, kept(model, null, error.message, { inputTokens: 0, outputTokens: 0 }, 0));
    } else ledger.stop('service', error.message);
    return;
  }
  const answer = readAnswer(completion, job.data, settings);
  if (!answer) {
    ledger.mayHaveCost(worst);
    ledger.stop('service', "OpenAI's answer is not in its documented form; check OPENAI_BASE_URL");
    return;
  }
  // Without a count of tokens, the most that it can have been.
  const usage = answer.usage ?? {
    inputTokens: mostInputTokens(job.request),
    outputTokens: maxOutputTokens,
  };
  const cost = ledger.paid(usage, !answer.reason);
  const record = kept(model, answer.description, answer.reason, usage, cost);
  results.set(job.key, record);
  await cache.write(job.key, record).catch((error) => ledger.stopWithoutDisk(error));
}

function kept(
  model: string,
  description: string | null,
  reason: string | null,
  usage: TokenUsage,
  costUsd: number,
): KeptAnswer {
  return { format: 1, generated: true, model, description, reason, ...usage, costUsd };
}

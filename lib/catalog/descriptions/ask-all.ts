import { messageOf } from '../../errors/index.js';
import { ServiceError, sdkCall } from '../../http/index.js';
import { readAnswer } from './answer.js';
import type { AnswerCache, KeptAnswer } from './answer-cache.js';
import { openClient, service } from './client.js';
import type { DescribeOptions, Settings } from './options.js';
import { mostInputTokens, type ProductData, type requestFor } from './prompt.js';
import type { Stop } from './stop.js';

/** After so many answers in a row that cannot be used, something is wrong with all of them. */
const mostFailuresInARow = 5;

/** What to ask, and where to keep the answer. */
export interface Job {
  readonly key: string;
  readonly data: ProductData;
  readonly request: ReturnType<typeof requestFor>;
}

export interface Tally {
  asked: number;
  stopped: Stop | null;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  possibleCostUsd: number;
}

/**
 * Asks for the jobs in their order, several at a time, until they are done or a cap or a failure stops it; what is
 * under way then is waited for, since it is paid for. Fills `results`, and the cache with every answer.
 */
export async function askAll(
  jobs: readonly Job[],
  context: {
    readonly settings: Settings;
    readonly options: DescribeOptions;
    readonly cache: AnswerCache;
    readonly results: Map<string, KeptAnswer>;
  },
): Promise<Tally> {
  const { settings, options, cache, results } = context;
  const { maxProducts, maxCostUsd, maxOutputTokens, model, concurrency } = settings;
  const tally: Tally = {
    asked: 0,
    stopped: null,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    possibleCostUsd: 0,
  };
  const todo = jobs.slice(0, maxProducts);
  let reserved = 0;
  let failures = 0;
  let done = 0;
  const stop = (why: Stop['why'], message: string) => {
    tally.stopped ??= { why, message };
  };
  const fits = (worst: number) =>
    tally.costUsd + tally.possibleCostUsd + reserved + worst <= maxCostUsd + 1e-12;
  const unanswered = (key: string, reason: string) => {
    failures++;
    results.set(key, kept(model, null, reason, { inputTokens: 0, outputTokens: 0 }, 0));
  };

  const ask = async (client: Awaited<ReturnType<typeof openClient>>, job: Job, worst: number) => {
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
        tally.possibleCostUsd += worst;
        stop('aborted', 'stopped on request; run again to go on');
      } else if (!(error instanceof ServiceError)) throw error;
      else if (error.fault === 'cut off') {
        tally.possibleCostUsd += worst;
        unanswered(job.key, error.message);
      } else if (error.code === 'content_filter' || error.code === 'content_policy_violation') {
        unanswered(job.key, error.message);
      } else {
        if (error.fault === 'malformed') tally.possibleCostUsd += worst;
        stop('service', error.message);
      }
      return;
    }
    const answer = readAnswer(completion, job.data, settings);
    if (!answer) {
      tally.possibleCostUsd += worst;
      stop('service', "OpenAI's answer is not in its documented form; check OPENAI_BASE_URL");
      return;
    }
    // Without a count of tokens, the most that it can have been.
    const usage = answer.usage ?? {
      inputTokens: mostInputTokens(job.request),
      outputTokens: maxOutputTokens,
    };
    const cost = costOf(usage, settings);
    tally.asked++;
    tally.inputTokens += usage.inputTokens;
    tally.outputTokens += usage.outputTokens;
    tally.costUsd += cost;
    failures = answer.reason ? failures + 1 : 0;
    const record = kept(model, answer.description, answer.reason, usage, cost);
    results.set(job.key, record);
    await cache.write(job.key, record).catch((error) => {
      stop('disk', `${messageOf(error)}; what was made so far is in the report`);
    });
  };

  const client = todo.length > 0 ? await openClient(options, settings) : null;
  const running = new Set<Promise<void>>();
  let crash: unknown;
  for (const job of todo) {
    const worst = costOf(
      { inputTokens: mostInputTokens(job.request), outputTokens: maxOutputTokens },
      settings,
    );
    while (running.size > 0 && (running.size >= concurrency || !fits(worst))) await Promise.race(running);
    if (options.signal?.aborted) stop('aborted', 'stopped on request; run again to go on');
    if (failures >= mostFailuresInARow) {
      stop('answers', `${failures} answers in a row could not be used; look at the reasons before asking on`);
    }
    if (!fits(worst)) stop('cost', costCap(tally, maxCostUsd, worst));
    if (tally.stopped || crash) break;
    reserved += worst;
    const asking = ask(client!, job, worst)
      .catch((error) => {
        crash ??= error;
      })
      .finally(() => {
        reserved -= worst;
        running.delete(asking);
        options.onProgress?.(++done, todo.length);
      });
    running.add(asking);
  }
  await Promise.all(running);
  if (crash) throw crash;
  if (!tally.stopped && todo.length < jobs.length) {
    stop(
      'products',
      `asked for ${todo.length} products, the most that maxProducts allows; ${jobs.length - todo.length} are left`,
    );
  }
  return tally;
}

function costOf(
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
  { pricePerMillion }: Settings,
): number {
  return (inputTokens * pricePerMillion.input + outputTokens * pricePerMillion.output) / 1e6;
}

function costCap({ costUsd, possibleCostUsd }: Tally, most: number, worst: number): string {
  const dollars = (x: number) => `$${x.toFixed(4)}`;
  return `stopped at ${dollars(costUsd + possibleCostUsd)}: the next answer could cost ${dollars(worst)} and pass maxCostUsd, ${dollars(most)}; raise it to go on`;
}

function kept(
  model: string,
  description: string | null,
  reason: string | null,
  usage: { inputTokens: number; outputTokens: number },
  costUsd: number,
): KeptAnswer {
  return { format: 1, generated: true, model, description, reason, ...usage, costUsd };
}

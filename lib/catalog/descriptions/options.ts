import { z } from 'zod';
import { ArgumentError, shown } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';

export interface DescribeOptions {
  /** Products asked for in this call, at most; those in the cache are free and do not count. Default 20. */
  readonly maxProducts?: number;
  /** What this call may cost, in US dollars; it stops before it could cost more. Default 0.50. */
  readonly maxCostUsd?: number;
  /** Name of the service's model that writes. Default gpt-4.1-mini. */
  readonly model?: string;
  /** Price of a million tokens, in US dollars. Known for the default model only; give it for any other. */
  readonly pricePerMillion?: { readonly input: number; readonly output: number };
  /** BCP 47 tag of the language to write in. Default en. */
  readonly language?: string;
  /** Least number of characters of a description. Default 60. */
  readonly minLength?: number;
  /** Largest number of characters of a description. Default 600. */
  readonly maxLength?: number;
  /** The longest answer in tokens; models that think before they answer need more. Default 400. */
  readonly maxOutputTokens?: number;
  /** Ask again for products whose answer could not be used before. Default false. */
  readonly retryFailed?: boolean;
  /** Where answers are kept. Default checkpoints/descriptions in the project. */
  readonly directory?: string;
  /** Address of the service. Default OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseUrl?: string;
  /** Requests at a time. Default 4. */
  readonly concurrency?: number;
  /** Longest time for one attempt at one answer, in ms. Default 60,000. */
  readonly timeoutMs?: number;
  /** Attempts after the first, for 429 and 5xx. Default 3. */
  readonly retries?: number;
  /** The first pause between attempts, in ms. Default 500. */
  readonly pauseMs?: number;
  /** Ends the call; answers that came are in the cache. */
  readonly signal?: AbortSignal;
  /** Called after each product: how many are done, of how many in this call. */
  readonly onProgress?: (done: number, total: number) => void;
}

const defaultModel = 'gpt-4.1-mini';
/** As listed in 2026. */
const defaultPrice = { input: 0.4, output: 1.6 };

const schema = z.object({
  maxProducts: z.int().min(0).default(20),
  maxCostUsd: z.number().min(0).default(0.5),
  model: z.string().trim().min(1).default(defaultModel),
  pricePerMillion: z.object({ input: z.number().min(0), output: z.number().min(0) }).optional(),
  language: z.string().default('en'),
  minLength: z.int().min(1).default(60),
  maxLength: z.int().min(1).max(4000).default(600),
  maxOutputTokens: z.int().min(16).default(400),
  retryFailed: z.boolean().default(false),
  concurrency: z.int().min(1).max(32).default(4),
  timeoutMs: z.int().min(1).default(60_000),
  retries: z.int().min(0).max(10).default(3),
});

export interface Settings
  extends Omit<Required<DescribeOptions>, 'directory' | 'baseUrl' | 'pauseMs' | 'signal' | 'onProgress'> {}

/** Options with their defaults. @throws {ArgumentError} that names the option */
export function checkOptions(options: DescribeOptions): Settings {
  const data = parseOptions('descriptions', schema, options);
  if (data.minLength > data.maxLength) {
    throw new ArgumentError(`minLength ${data.minLength} is over maxLength ${data.maxLength}`);
  }
  const pricePerMillion = data.pricePerMillion ?? (data.model === defaultModel ? defaultPrice : undefined);
  if (!pricePerMillion) {
    throw new ArgumentError(
      `the price of ${shown(data.model)} is not known here; give pricePerMillion, so that the cost can be capped`,
    );
  }
  try {
    return { ...data, pricePerMillion, language: Intl.getCanonicalLocales(data.language)[0] };
  } catch {
    throw new ArgumentError(
      `language ${shown(data.language)} is no language tag; give one such as en or pt-BR`,
    );
  }
}

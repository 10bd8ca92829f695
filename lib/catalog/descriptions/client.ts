import type OpenAI from 'openai';
import { serviceAddress, serviceFetch, serviceKey, setting } from '../../http/index.js';
import type { DescribeOptions, Settings } from './options.js';

export const service = 'OpenAI';

/**
 * The official SDK over `serviceFetch`, which alone knows the key. A request that may have been answered, and so be
 * paid for, is not sent again.
 */
export async function openClient(
  options: DescribeOptions,
  { timeoutMs, retries }: Settings,
): Promise<OpenAI> {
  const baseURL = serviceAddress(
    options.baseUrl ?? setting('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1',
    'OPENAI_BASE_URL',
  );
  const key = serviceKey(service, 'OPENAI_API_KEY');
  const { default: Client } = await import('openai');
  return new Client({
    baseURL,
    apiKey: String(key),
    organization: setting('OPENAI_ORG_ID') ?? null,
    project: setting('OPENAI_PROJECT_ID') ?? null,
    maxRetries: 0,
    timeout: (retries + 1) * (timeoutMs + 60_000),
    logLevel: 'off',
    fetch: serviceFetch({
      service,
      key,
      keyIn: 'Authorization',
      timeoutMs,
      retries,
      pauseMs: options.pauseMs,
      repeatable: false,
    }),
  });
}

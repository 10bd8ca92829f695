import { ServiceError } from '../../http/index.js';
import type { Neighbour } from '../neighbour.js';
import type { ProductSearch, ProductSearchOptions } from './product-search.js';

export interface FallbackOptions {
  /** Called with the warning, once each time the service goes away. */
  readonly onWarning?: (warning: string) => void;
  /** The longest wait for an answer of the opened service, in ms; then the local index answers. Default 10,000. */
  readonly timeoutMs?: number;
  /** After a failure the service is left alone for this long, in ms. Default 30,000. */
  readonly pauseMs?: number;
}

export interface FallbackAnswer {
  readonly neighbours: Neighbour[];
  readonly from: 'remote' | 'local';
  /** Why the local index answered; null where the service did. */
  readonly warning: string | null;
}

export interface FallbackSearch {
  search(query: Float32Array, k: number, options?: ProductSearchOptions): Promise<FallbackAnswer>;
  /** Why the local index answers at the moment; null while the service does. */
  readonly warning: string | null;
}

/**
 * Searches a service, and a local index in its place when the key is missing or the service refuses it, fails or is
 * too slow: with a warning, never silently. Mistakes in the question (a bad k, an unknown filter value, an index of
 * another vector length) are thrown, since the local index would only hide them.
 * @param remote opens the service, and may upload to it first; called on the first search, and again after a failure
 * @example
 * const search = withFallback(() => pinecone.productSearch(products), local);
 * const { neighbours, from, warning } = await search.search(query, 10); // from: 'remote', or 'local' and why
 */
export function withFallback(
  remote: () => Promise<ProductSearch> | ProductSearch,
  local: ProductSearch,
  { onWarning, timeoutMs = 10_000, pauseMs = 30_000 }: FallbackOptions = {},
): FallbackSearch {
  let opened: Promise<ProductSearch> | null = null;
  let warning: string | null = null;
  let againAt = 0;

  const ask = async (query: Float32Array, k: number, options: ProductSearchOptions) => {
    opened ??= Promise.resolve().then(remote);
    const store = await opened;
    const late = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
    return orAborted(store.search(query, k, { ...options, signal }), signal, () =>
      late.aborted
        ? new ServiceError(`the service did not answer within ${timeoutMs / 1000} s`, {
            service: 'remote search',
            fault: 'unreachable',
          })
        : signal.reason,
    );
  };

  return {
    get warning() {
      return warning;
    },
    async search(query, k, options = {}) {
      if (options.filter) local.check?.(options.filter);
      if (Date.now() >= againAt) {
        try {
          const neighbours = await ask(query, k, options);
          warning = null;
          return { neighbours, from: 'remote', warning };
        } catch (error) {
          opened = null;
          if (!(error instanceof ServiceError)) throw error;
          againAt = Date.now() + pauseMs;
          const first = warning === null;
          warning = `${error.message}; the local index answers instead`;
          if (first) onWarning?.(warning);
        }
      }
      return { neighbours: await local.search(query, k, options), from: 'local', warning };
    },
  };
}

/** A promise's value, or an error as soon as the signal is aborted. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal, reason: () => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(reason());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

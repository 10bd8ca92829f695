import type { Index, Pinecone } from '@pinecone-database/pinecone';
import { ArgumentError, shown } from '../../../errors/index.js';
import { sdkCall, serviceAddress, serviceFetch, serviceKey, setting } from '../../../http/index.js';
import type { PineconeOptions } from './options.js';

export const service = 'Pinecone';

/** What Pinecone keeps beside a vector. */
export type Metadata = Record<string, string | number | string[]>;

/** The SDK, and how to find an index with it. */
export interface Client {
  readonly sdk: Pinecone;
  data(host: string): Index<Metadata>;
}

/**
 * The official SDK over `serviceFetch`, which alone knows the key.
 * @throws {ServiceError} when there is no key
 * @throws {ArgumentError} for a bad index name or address
 */
export async function openClient(options: PineconeOptions): Promise<Client> {
  const { index, namespace = '__default__', timeoutMs = 20_000, retries = 4, pauseMs } = options;
  if (!/^[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?$/.test(index)) {
    throw new ArgumentError(
      `index ${shown(index)}: Pinecone takes 1 to 45 lower-case letters, digits and hyphens, such as "products-text"`,
    );
  }
  const controller = serviceAddress(
    options.controllerHost ?? setting('PINECONE_CONTROLLER_HOST') ?? 'https://api.pinecone.io',
    'PINECONE_CONTROLLER_HOST',
  );
  const key = serviceKey(service, 'PINECONE_API_KEY');
  const fetchApi = serviceFetch({
    service,
    key,
    keyIn: 'Api-Key',
    timeoutMs,
    retries,
    pauseMs,
    repeatable: true,
  });
  const { Pinecone } = await import('@pinecone-database/pinecone');
  const sdk = new Pinecone({
    apiKey: String(key),
    controllerHostUrl: controller,
    fetchApi,
    maxRetries: 0,
  });
  const local = controller.startsWith('http:');
  return {
    sdk,
    // Pinecone Local names its hosts without a scheme, and means http.
    data: (host) =>
      sdk.index({
        host: serviceAddress(
          host.includes('://') ? host : `${local ? 'http' : 'https'}://${host}`,
          'the host of the index',
        ),
        namespace,
      }),
  };
}

/** A call of the SDK. @throws {ServiceError} for all that went wrong with the service. */
export function call<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return sdkCall(service, work, signal);
}

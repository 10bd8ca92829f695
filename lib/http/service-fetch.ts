import { ServiceClient, type ServiceOptions } from './service-client.js';

/**
 * A `fetch` for an SDK, over a `ServiceClient`, so that nothing the SDK logs or throws can contain the key. What fails
 * in the end is a `ServiceError`, which `sdkCall` digs out of what the SDK makes of it.
 */
export function serviceFetch(options: ServiceOptions): typeof fetch {
  const client = new ServiceClient(options);
  return async (input, init = {}) => {
    const headers: Record<string, string> = {};
    new Headers(init.headers).forEach((value, name) => {
      headers[name] = value;
    });
    const { status, text } = await client.send(String(input), {
      method: init.method,
      headers,
      body: init.body as string | undefined,
      signal: init.signal ?? undefined,
    });
    const type = { 'content-type': 'application/json' };
    return new Response(text === '' || status === 204 ? null : text, { status, headers: type });
  };
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** biome-ignore lint/suspicious/noExplicitAny: tests look into documented bodies. */
  readonly body: any;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, a string as it is. */
  readonly body?: unknown;
}

/** An answer in place of the service's own; or the connection cut before it or in the middle of it; or none at all. */
export type Fault = Answer | 'cut' | 'cut body' | 'hang';

export interface ServiceServer {
  readonly address: string;
  readonly requests: Request[];
  /** What happens to the next requests whose "METHOD /path" begins so, one fault each. */
  fail(start: string, ...faults: Fault[]): void;
  close(): Promise<void>;
}

/** A service on this machine, for tests: real HTTP, faults included. */
export async function serviceServer(
  answer: (request: Request) => Answer | Promise<Answer>,
): Promise<ServiceServer> {
  const requests: Request[] = [];
  const faults: { start: string; fault: Fault }[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let text = '';
    for await (const part of incoming) text += part;
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const request: Request = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(request);
    const at = faults.findIndex(({ start }) => `${request.method} ${request.path}`.startsWith(start));
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0].fault;
    if (fault === 'hang') return;
    if (fault === 'cut') {
      incoming.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body } = typeof fault === 'object' ? fault : await answer(request);
    const out = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    outgoing.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(out),
      ...headers,
    });
    if (fault === 'cut body') {
      outgoing.write(out.slice(0, out.length / 2), () => incoming.socket.destroy());
      return;
    }
    outgoing.end(out);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    fail: (start, ...list) => {
      for (const fault of list) faults.push({ start, fault });
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

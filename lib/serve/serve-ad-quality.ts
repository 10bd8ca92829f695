import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { ArgumentError, messageOf, shown, UserError } from '../errors/index.js';
import { isLoopback } from '../http/index.js';
import { servedFiles } from './files.js';
import { adQualityModel } from './model-folder.js';
import { namesLoopback, securityHeaders } from './security.js';

export interface ServeOptions {
  /** Port to listen on; 0 takes any free one. Default 8080. */
  readonly port?: number;
  /** Address to listen on; the default is reached from this machine only. Default 127.0.0.1. */
  readonly host?: string;
  /** 'champion', 'candidate' or a version of the registry, or the folder of a TensorFlow.js model. Default 'champion'. */
  readonly model?: string;
}

/** A server that runs until it is closed. */
export interface PageServer {
  /** As in http://127.0.0.1:8080/. */
  readonly url: string;
  /** The folder of the model that is served. */
  readonly model: string;
  /** For people: which version, of which data. */
  readonly from: string;
  close(): Promise<void>;
}

/**
 * Serves the page that scores ads in the browser, with the model, TensorFlow.js and nothing else. Pictures stay in the
 * page. Only a fixed list of files is given out, read-only.
 * @throws {UserError} where there is no model, a file of the model is missing or cut short, the port is in use, or the
 *   address is not this machine's; {ArgumentError} on a port out of range
 */
export async function serveAdQuality(options: ServeOptions = {}): Promise<PageServer> {
  const { port = 8080, host = '127.0.0.1' } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ArgumentError(`port is ${shown(port)}; give a whole number from 0 to 65535, as in 8080`);
  }
  const model = await adQualityModel(options.model);
  const files = await servedFiles(model.folder, model.weightFiles);
  const [{ default: fastify }, { default: fastifyStatic }] = await Promise.all([
    import('fastify'),
    import('@fastify/static'),
  ]);
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    if (isLoopback(host) && !namesLoopback(request.headers.host)) {
      reply.code(421).send('This page is served to this machine only.\n');
    }
  });
  await app.register(fastifyStatic, { root: path.dirname(model.folder), serve: false, cacheControl: false });
  for (const [address, file] of files) {
    app.get(address, (_request, reply) => {
      // The browser asks again each time, and is told when nothing changed.
      reply.header('cache-control', 'no-cache');
      return reply.sendFile(path.basename(file), path.dirname(file));
    });
  }
  const { threshold, resize, rules } = model.metadata;
  app.get('/about.json', () => ({ threshold, resize, rules, version: model.version }));
  try {
    await app.listen({ port, host });
  } catch (cause) {
    throw new UserError(refusal(cause as NodeJS.ErrnoException, host, port), { cause });
  }
  const { port: taken } = app.server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${taken}/`,
    model: model.folder,
    from: model.from,
    close: async () => {
      await app.close();
    },
  };
}

function refusal(cause: NodeJS.ErrnoException, host: string, port: number): string {
  switch (cause.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use; choose another, as in --port ${port < 65_535 ? port + 1 : 8080}`;
    case 'EACCES':
      return `port ${port} is not open to this user; choose one from 1024, as in --port 8080`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${shown(host)} is no address of this machine; leave --host out, or give 0.0.0.0 for all of them`;
    default:
      return `cannot listen on ${host}, port ${port}: ${messageOf(cause)}`;
  }
}

import type { Command } from 'commander';
import { ArgumentError, shown } from '../../errors/index.js';

interface ServeCommandOptions {
  readonly port: string;
  readonly host: string;
  readonly model?: string;
}

/** `vitrine serve ad-quality`: the page that scores ads in the browser. */
export function register(program: Command): void {
  const serve = program.command('serve').description('open a page that uses a trained model');
  serve
    .command('ad-quality')
    .description('score ads in the browser; pictures stay in the page')
    .option('--port <number>', 'port to listen on; 0 takes a free one', '8080')
    .option('--host <address>', 'address to listen on; 0.0.0.0 opens the page to the network', '127.0.0.1')
    .option(
      '--model <ref>',
      'champion, candidate, a version of the registry, or the folder of a TensorFlow.js model',
      'champion',
    )
    .action(async ({ port, host, model }: ServeCommandOptions) => {
      if (!/^\d+$/.test(port)) {
        throw new ArgumentError(`--port ${shown(port)}: give a whole number from 0 to 65535`);
      }
      const { serveAdQuality } = await import('../../serve/index.js');
      const server = await serveAdQuality({ port: Number(port), host, model });
      console.log(`Ad quality: ${server.url}`);
      console.log(`Model: ${server.from}`);
      console.log(`Folder: ${server.model}`);
      console.log('Ctrl-C stops it.');
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => void server.close());
      }
    });
}

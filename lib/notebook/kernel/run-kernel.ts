import { inspect } from 'node:util';
import { CellExecutor } from './cell-executor.js';
import { CellHandler } from './cell-handler.js';
import { endWithStdin } from './end-with-stdin.js';
import { KernelServer } from './kernel-server.js';
import { type PublishRuns, Session } from './session.js';
import { mendStacks } from './stacks.js';

export interface KernelOptions {
  /** Ends the process when whoever started it is gone. */
  readonly endsWithStdin: boolean;
  /** Publishes runs that cells finish; null where whoever started the kernel does. */
  readonly publishRuns: PublishRuns | null;
}

/** Answers Jupyter, or `vitrine run`, at the addresses of a connection file, with cells executed in this folder. */
export async function runKernel(connectionFile: string, options: KernelOptions): Promise<void> {
  if (options.endsWithStdin) endWithStdin(connectionFile);
  mendStacks();
  const cells = new CellExecutor(process.cwd());
  const session = options.publishRuns && new Session(options.publishRuns);
  process.on('SIGINT', () => cells.interrupt());
  process.on('uncaughtException', (error) => console.error(`Uncaught ${inspect(error)}`));
  process.on('unhandledRejection', (reason) => console.error(`Unhandled rejection: ${inspect(reason)}`));
  await new KernelServer(new CellHandler(cells, session), connectionFile).init();
}

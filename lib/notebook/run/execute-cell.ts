import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../errors/index.js';
import type { Cell } from '../document/index.js';
import { aborted, describeExit, type Kernel } from './kernel.js';
import type { Message } from './messages.js';
import type { OutputCollector } from './outputs.js';

const defaultTimeoutSeconds = 1800;

export type CellStatus = 'completed' | 'failed' | 'died' | 'timeout' | 'interrupted';

export interface ExecuteOptions {
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  onOutput?(text: string, stream: 'stdout' | 'stderr'): void;
}

/** Runs one cell and fills in its outputs and execution count; `error` is the text of what went wrong. */
export async function executeCell(
  kernel: Kernel,
  cell: Cell,
  collector: OutputCollector,
  { timeoutSeconds = defaultTimeoutSeconds, signal, onOutput }: ExecuteOptions,
): Promise<{ status: CellStatus; error: string }> {
  cell.outputs ??= [];
  const { outputs } = cell;
  const onMessage = (message: Message) => {
    collector.add(message, outputs);
    const { name, text } = message.content;
    if (message.header.msg_type === 'stream')
      onOutput?.(String(text), name === 'stderr' ? 'stderr' : 'stdout');
  };
  const ended = (status: CellStatus, ename: string, error: string) => {
    const traceback = error.split('\n');
    outputs.push({ output_type: 'error', ename, evalue: traceback[0], traceback });
    return { status, error };
  };
  const timer = new AbortController();
  try {
    const outcome = await Promise.race([
      kernel.client.execute(cell.source, onMessage),
      kernel.process.exit,
      sleep(timeoutSeconds * 1000, 'timeout' as const, { signal: timer.signal }),
      aborted(signal, timer),
    ]);
    if (outcome === 'timeout') {
      const error = `the cell ran longer than ${timeoutSeconds} s; give it more time with --timeout`;
      return ended('timeout', 'TimeoutError', error);
    }
    if ('stderr' in outcome) return ended('died', 'KernelDied', `the kernel died: ${describeExit(outcome)}`);
    cell.execution_count = outcome.executionCount;
    if (outcome.status === 'ok') return { status: 'completed', error: '' };
    return { status: 'failed', error: outcome.error };
  } catch (error) {
    if (signal?.aborted) return ended('interrupted', 'Interrupted', messageOf(signal.reason));
    return ended('died', 'ProtocolError', `the connection to the kernel broke: ${messageOf(error)}`);
  } finally {
    timer.abort();
  }
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../errors/index.js';
import { ThreadError } from './errors.js';
import { finishAtExit } from './finish-at-exit.js';
import type { Answer, Call } from './messages.js';

export interface ThreadOptions {
  /** Calls run native code, which must not be torn down half-way: a process that ends waits for the one that runs. */
  readonly native?: boolean;
}

/** A thread that answers calls, one after the other. It keeps the process alive only while a call is open. */
export interface Thread {
  /**
   * The answer of the handler `name`. The buffers in `transfer` are handed over, not copied: arrays over them are empty
   * afterwards. Rejects with the message of what the handler threw, or with a `ThreadError`.
   */
  call<Value>(name: string, argument: unknown, transfer?: ArrayBuffer[]): Promise<Value>;
  /** Ends the thread once the open calls are answered. */
  end(): Promise<void>;
}

/**
 * Starts a thread on a file of this package that calls `answerCalls`; `file` is its path within lib, with `.js`.
 *
 * Node starts threads from JavaScript only, so the file is always the one in dist, also where the caller runs from the
 * TypeScript sources, as the tests do: build first, as `npm test` does.
 */
export function startThread(file: string, { native = false }: ThreadOptions = {}): Thread {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(compiled(file), { workerData: state, execArgv: [] });
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const forget = native ? finishAtExit(state) : () => {};
  let calls = 0;
  let gone: ThreadError | undefined;

  const settle = (id: number) => {
    const call = open.get(id);
    open.delete(id);
    if (open.size === 0) worker.unref();
    return call;
  };
  const stopped = (reason: string, cause?: unknown) => {
    gone ??= new ThreadError(reason, { cause });
    for (const { reject } of open.values()) reject(gone);
    open.clear();
    forget();
  };
  worker.on('message', (answer: Answer) => {
    const call = settle(answer.id);
    if ('error' in answer) call?.reject(new Error(answer.error));
    else call?.resolve(answer.value as never);
  });
  worker.on('messageerror', (error) => stopped(`its answer cannot be read: ${messageOf(error)}`, error));
  worker.on('error', (error) => stopped(`its thread stopped: ${messageOf(error)}`, error));
  worker.on('exit', (code) => stopped(`its thread stopped with code ${code}`));

  let last: Promise<unknown> = Promise.resolve();
  const call = <Value>(name: string, argument: unknown, transfer?: ArrayBuffer[]) => {
    const answer = new Promise<Value>((resolve, reject) => {
      if (gone) return reject(gone);
      const id = calls++;
      worker.postMessage({ id, name, argument } satisfies Call, transfer);
      open.set(id, { resolve, reject });
      worker.ref();
    });
    last = Promise.allSettled([last, answer]);
    return answer;
  };

  let ended: Promise<void> | undefined;
  const end = async () => {
    gone ??= new ThreadError('its thread has ended');
    await last;
    await worker.terminate();
  };
  return {
    call,
    end: () => {
      ended ??= end();
      return ended;
    },
  };
}

function compiled(file: string): string {
  const manifest = createRequire(import.meta.url).resolve('vitrine/package.json');
  return path.resolve(path.dirname(manifest), 'dist', file);
}

import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors/index.js';
import { type Answer, type Call, channelState } from './messages.js';

/** Answers a call; `transfer` lists the buffers of the value that are handed over instead of copied. */
export type Handler = (
  argument: never,
) => Promise<{ readonly value?: unknown; readonly transfer?: ArrayBuffer[] }>;

/**
 * Makes the file that calls it one that `startThread` can start. Calls are answered one after the other, by name.
 * @throws {Error} where the file is not run by `startThread`
 */
export function answerCalls(handlers: Readonly<Record<string, Handler>>): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is run by startThread, in a thread of its own');
  const state = workerData as Int32Array;
  const answer = async ({ id, name, argument }: Call): Promise<void> => {
    Atomics.store(state, channelState.busy, 1);
    if (Atomics.load(state, channelState.ending) === 0) {
      try {
        const { value, transfer } = await handlers[name](argument as never);
        port.postMessage({ id, value } satisfies Answer, transfer);
      } catch (error) {
        port.postMessage({ id, error: messageOf(error) } satisfies Answer);
      }
    }
    Atomics.store(state, channelState.busy, 0);
    Atomics.notify(state, channelState.busy);
  };
  let last = Promise.resolve();
  port.on('message', (call: Call) => {
    last = last.then(() => answer(call));
  });
}

import { channelState } from './messages.js';

const maxWaitMs = 10_000;
const states = new Set<Int32Array>();

/**
 * Makes the end of the process wait for the call that a thread is answering, at most 10 s, and lets it begin no other:
 * native code that comes back to a thread that Node has torn down aborts the process. Returns how to undo it.
 */
export function finishAtExit(state: Int32Array): () => void {
  if (states.size === 0) process.on('exit', finish);
  states.add(state);
  return () => {
    states.delete(state);
    if (states.size === 0) process.off('exit', finish);
  };
}

function finish(): void {
  const deadline = performance.now() + maxWaitMs;
  for (const state of states) Atomics.store(state, channelState.ending, 1);
  for (const state of states)
    Atomics.wait(state, channelState.busy, 1, Math.max(0, deadline - performance.now()));
}

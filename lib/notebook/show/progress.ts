import { createRequire } from 'node:module';
import { inKernel, interruptSignal, newTextDisplay } from './display.js';
import { duration } from './duration.js';

/** A running count of a long step; call it, or `update`, with how many are done so far. */
export interface Progress {
  /** The same as `update`, so that it can be handed on as an `onProgress` callback. */
  (done: number, total?: number): void;
  update(done: number, total?: number): void;
  /** Ends the step: prints the count, the seconds and the rate. */
  done(): void;
}

export interface ProgressOptions {
  /** Least time between two plain lines. Default 5000. */
  readonly everyMs?: number;
}

interface Sink {
  start(done: number, total: number): void;
  update(done: number, total: number): void;
  finish(line: string): void;
}

/**
 * Reports how far a long step has come: a bar in a terminal and in an open notebook; elsewhere (`vitrine run`, a log
 * file) one line at the start, one every few seconds, and one at the end. Where the cell was interrupted the next
 * report throws, which ends the step too.
 *
 * @example
 * const embedding = progress('Embedding texts', texts.length);
 * await encoder.encode(texts, { onProgress: embedding });
 * embedding.done(); // Embedding texts: 1,000 in 1.6 s (625/s)
 */
export function progress(label: string, total: number, { everyMs = 5000 }: ProgressOptions = {}): Progress {
  const started = performance.now();
  const signal = interruptSignal();
  const sink = inPlace(label) ?? (process.stdout.isTTY && !inKernel() ? bar(label) : lines(label, everyMs));
  let current = 0;
  let size = total;
  let ended = false;
  sink.start(0, size);
  const update = (done: number, newTotal: number = size) => {
    signal?.throwIfAborted();
    if (ended) return;
    current = done;
    size = newTotal;
    sink.update(done, size);
  };
  const done = () => {
    if (ended) return;
    ended = true;
    const seconds = (performance.now() - started) / 1000;
    const count = current || size;
    const rate = count / Math.max(seconds, 1e-3);
    sink.finish(`${label}: ${grouped(count)} in ${seconds.toFixed(1)} s (${grouped(rate)}/s)`);
  };
  return Object.assign(update, { update, done });
}

/** Least time between two states of a bar in a notebook. */
const moveMs = 200;
const barWidth = 20;

/** A line of the cell's output that changes in place. */
function inPlace(label: string): Sink | undefined {
  const show = newTextDisplay();
  if (!show) return undefined;
  const started = performance.now();
  let last = started;
  const state = (done: number, total: number) => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
    const left = share > 0 ? `, ${duration((performance.now() - started) * (1 / share - 1))} left` : '';
    return `${label} ${bar} ${grouped(done)} of ${grouped(total)}${left}`;
  };
  return {
    start: (done, total) => show(state(done, total)),
    update: (done, total) => {
      if (performance.now() - last < moveMs) return;
      last = performance.now();
      show(state(done, total));
    },
    finish: show,
  };
}

function lines(label: string, everyMs: number): Sink {
  let last = performance.now();
  return {
    start: (_done, total) => console.log(`${label}: 0 of ${grouped(total)}`),
    update: (done, total) => {
      if (performance.now() - last < everyMs) return;
      last = performance.now();
      console.log(`${label}: ${grouped(done)} of ${grouped(total)}`);
    },
    finish: (line) => console.log(line),
  };
}

function bar(label: string): Sink {
  const { SingleBar, Presets } = createRequire(import.meta.url)(
    'cli-progress',
  ) as typeof import('cli-progress');
  const single = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} | {eta_formatted} left`,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  return {
    start: (done, total) => single.start(total, done),
    update: (done, total) => {
      single.setTotal(total);
      single.update(done);
    },
    finish: (line) => {
      single.stop();
      console.log(line);
    },
  };
}

function grouped(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: count < 10 ? 1 : 0 });
}

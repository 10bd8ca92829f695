import { Presets, SingleBar } from 'cli-progress';
import { visible } from '../../errors/index.js';
import type { CellEvent } from '../../notebook/run/index.js';

/** Shows how far a notebook has come, and what its cells print if `echo` is set. */
export interface CellProgress {
  cell(event: CellEvent): void;
  output(text: string, stream: 'stdout' | 'stderr'): void;
  stop(): void;
}

/** A bar in a terminal; a line a cell elsewhere and where cells are echoed. */
export function cellProgress(echo: boolean): CellProgress {
  return process.stdout.isTTY && !echo ? bar() : lines(echo);
}

function lines(echo: boolean): CellProgress {
  return {
    cell: ({ position, total, title, status, seconds = 0 }) => {
      if (!status) {
        const count = `[${String(position).padStart(String(total).length)}/${total}]`;
        process.stdout.write(`${count} ${visible(title)}${echo ? '\n' : ''}`);
      } else {
        const outcome = status === 'completed' ? '' : `, ${status}`;
        process.stdout.write(`${echo ? ' ' : ''}  ${seconds.toFixed(1)} s${outcome}\n`);
      }
    },
    output: (text, stream) => {
      if (echo) process[stream].write(visible(text));
    },
    stop: () => {},
  };
}

function bar(): CellProgress {
  const single = new SingleBar(
    {
      format: '{bar} {value}/{total} {title} {seconds} s {line}',
      hideCursor: true,
      clearOnComplete: true,
      barsize: 20,
    },
    Presets.shades_classic,
  );
  let started = 0;
  let shown = { title: '', line: '' };
  const show = () => single.update({ ...shown, seconds: Math.round((performance.now() - started) / 1000) });
  const clock = setInterval(show, 1000);
  clock.unref();
  return {
    cell: ({ position, total, title, status }) => {
      if (position === 1 && !status) single.start(total, 0, { title, seconds: 0, line: '' });
      if (status) {
        single.update(position);
        return;
      }
      started = performance.now();
      shown = { title: visible(title), line: '' };
      show();
    },
    output: (text) => {
      const line =
        text
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1) ?? '';
      shown.line = line && `· ${visible(line).slice(0, 60)}`;
      show();
    },
    stop: () => {
      clearInterval(clock);
      single.stop();
    },
  };
}

import { type Progress, progress } from '../../notebook/index.js';

/** Shows steps and notes of a job: bars where a step says how much there is, lines elsewhere; all on stderr for `--json`. */
export function jobProgress(json = false) {
  const started = performance.now();
  let current = '';
  let bar: Progress | undefined;
  let isOver = false;
  const print = (line: string) => {
    // A line over the bar, which is drawn anew at its next step.
    if (bar && process.stdout.isTTY) process.stderr.write('\r\x1b[K');
    if (json) console.error(line);
    else console.log(line);
  };
  const stop = () => {
    bar?.done();
    bar = undefined;
  };
  return {
    step: (name: string, done?: number, total?: number) => {
      const counted = !json && done !== undefined && total !== undefined;
      if (name !== current) {
        stop();
        current = name;
        isOver = false;
        const seconds = ((performance.now() - started) / 1000).toFixed(0);
        if (!counted) print(`${seconds.padStart(4)} s  ${name}`);
      }
      if (!counted || isOver) return;
      bar ??= progress(name, total);
      bar.update(done, total);
      isOver = done >= total;
      if (isOver) stop();
    },
    note: print,
    stop,
  };
}

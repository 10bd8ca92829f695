import { createRequire } from 'node:module';
import { type Callback, epochLine, type FitContext } from '../../train/index.js';
import { duration, inKernel, newTextDisplay } from '../show/index.js';

/** Where a training stands. */
interface Standing {
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  /** Unknown in the first epoch of data that do not say. */
  readonly batches: number | undefined;
  /** Time left until the last epoch is over; null while too little is known. */
  readonly leftMs: number | null;
}

interface Sink {
  batch(standing: Standing): void;
  epoch(standing: Standing, line: string): void;
  close(): void;
}

/**
 * Reports epoch, batch, losses and time left: a bar in a terminal; elsewhere a line for each epoch, and within it a
 * line that moves in an open notebook, in a log file one every ten seconds.
 * @example
 * await fit(trainer, data, { epochs: 10, optimizer: adam(), callbacks: [trainingProgress()] });
 * // epoch 1/10, a line or a bar with losses and the time that is left
 */
export function trainingProgress(): Callback {
  let sink: Sink | undefined;
  let begunMs = 0;
  let shareAtBegin = 0;
  let epoch = 0;
  const standing = (batch: number, context: FitContext): Standing => {
    const { epochs, trainBatches: batches } = context;
    // Without validation of its own: an epoch is over when its validation is.
    const share = epoch - 1 + (batches ? Math.min(1, batch / batches) : 0);
    const gone = share - shareAtBegin;
    const leftMs = gone > 0 ? ((performance.now() - begunMs) / gone) * (epochs - share) : null;
    return { epoch, epochs, batch, batches, leftMs };
  };
  return {
    name: 'trainingProgress',
    onEpochBegin(number) {
      epoch = number;
      if (sink) return;
      sink = inPlace() ?? (process.stdout.isTTY && !inKernel() ? bar() : lines());
      begunMs = performance.now();
      shareAtBegin = number - 1;
    },
    onBatchEnd: (batch, _result, context) => sink?.batch(standing(batch, context)),
    onEpochEnd(record, context) {
      const { epochs, epoch: number, ...rest } = standing(0, context);
      const leftMs = ((performance.now() - begunMs) / (number - shareAtBegin)) * (epochs - number);
      sink?.epoch({ ...rest, epoch: number, epochs, leftMs }, epochLine(record));
    },
    onTrainEnd({ history }) {
      sink?.close();
      if (sink && history.stopped) console.log(`Stopped early: ${history.stopped}`);
    },
    onClose() {
      sink?.close();
      sink = undefined;
    },
  };
}

function bar(): Sink {
  const { SingleBar, Presets } = createRequire(import.meta.url)(
    'cli-progress',
  ) as typeof import('cli-progress');
  const single = new SingleBar(
    { format: '{bar} {where} | {left} {numbers}', hideCursor: true, clearOnComplete: true, barsize: 20 },
    Presets.shades_classic,
  );
  let numbers = '';
  let isOpen = false;
  const show = ({ epoch, epochs, batch, batches, leftMs }: Standing) => {
    const payload = {
      where: `epoch ${epoch}/${epochs} batch ${batch}${batches ? `/${batches}` : ''}`,
      left: leftMs === null ? '' : `${duration(leftMs)} left`,
      numbers,
    };
    const done = epoch - 1 + (batches ? Math.min(1, batch / batches) : 0);
    if (isOpen) single.update(done, payload);
    else single.start(epochs, done, payload);
    isOpen = true;
  };
  return {
    batch: show,
    epoch: (standing, line) => {
      numbers = `| ${line}`;
      show({ ...standing, batch: standing.batches ?? 0 });
    },
    close: () => {
      if (isOpen) single.stop();
      if (isOpen && numbers) console.log(`Training ${numbers}`);
      isOpen = false;
    },
  };
}

/** A line of the cell's output that moves with each batch; the epochs follow below. */
function inPlace(): Sink | undefined {
  const show = newTextDisplay();
  if (!show) return undefined;
  return { ...lines(200, show), close: () => show('Training is over') };
}

/** A line an epoch, and a line of where it stands within, at most every so many milliseconds. */
function lines(everyMs = 10_000, showBatch: (line: string) => void = console.log): Sink {
  let last = performance.now();
  return {
    batch: ({ epoch, epochs, batch, batches, leftMs }) => {
      if (performance.now() - last < everyMs) return;
      last = performance.now();
      const left = leftMs === null ? '' : `, about ${duration(leftMs)} left`;
      showBatch(`epoch ${epoch}/${epochs}: batch ${batch}${batches ? ` of ${batches}` : ''}${left}`);
    },
    epoch: ({ epoch, epochs, leftMs }, line) => {
      last = performance.now();
      const left = epoch === epochs || leftMs === null ? '' : `; about ${duration(leftMs)} left`;
      console.log(`epoch ${epoch}/${epochs}: ${line}${left}`);
    },
    close: () => {},
  };
}

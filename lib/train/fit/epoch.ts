import { UserError } from '../../errors/index.js';
import { clipGradients } from '../optimizers/index.js';
import type { StepResult, Trainer } from '../trainer-types.js';
import { Aborted } from './errors.js';
import type { FitBatch, FitData, FitOptions } from './fit-options.js';
import { EpochMeter } from './meter.js';
import { prefetch } from './prefetch.js';

export interface EpochHooks {
  readonly signal: AbortSignal;
  /** The learning rate of the next step. */
  rate(): number;
  afterStep(batch: number, result: StepResult): void | Promise<void>;
}

/** One pass over the training data. */
export async function trainEpoch(
  trainer: Trainer,
  data: FitData,
  epoch: number,
  options: FitOptions,
  { signal, rate, afterStep }: EpochHooks,
): Promise<Record<string, number>> {
  const { optimizer, clip } = options;
  let meter: EpochMeter | undefined;
  let number = 0;
  for await (const batch of prefetch(data.train(epoch))) {
    number++;
    if (signal.aborted) throw new Aborted(`after batch ${number - 1}`);
    optimizer.learningRate = rate();
    const result = await trainer.step(batch, (gradients) => {
      optimizer.apply(trainer.parameters, clip ? clipGradients(gradients, clip) : gradients);
    });
    checkLoss(result, 'loss', epoch, number, batch, optimizer.learningRate);
    meter ??= meterFor(result, options);
    meter.add(batch, result);
    await afterStep(number, result);
  }
  if (signal.aborted) throw new Aborted(`after batch ${number}`);
  if (!meter) throw new UserError(`epoch ${epoch} has no training batches; give at least one image`);
  return meter.logs();
}

/** One pass over the validation data; nothing where there is none. */
export async function validate(
  trainer: Trainer,
  data: FitData,
  epoch: number,
  options: FitOptions,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  if (!data.validation) return {};
  let meter: EpochMeter | undefined;
  let number = 0;
  for await (const batch of prefetch(data.validation())) {
    number++;
    const result = await trainer.evaluate(batch);
    checkLoss(result, 'validation loss', epoch, number, batch, options.optimizer.learningRate);
    meter ??= meterFor(result, options);
    meter.add(batch, result);
    if (signal.aborted) throw new Aborted('during validation');
  }
  if (!meter)
    throw new UserError('there are no validation batches; give at least one image, or leave validation out');
  return meter.logs('val_');
}

function meterFor(result: StepResult, options: FitOptions): EpochMeter {
  const names = result.losses.map((_, i) => options.lossNames?.[i] ?? `part${i + 1}`);
  return new EpochMeter(names, options.metrics ?? {});
}

function checkLoss(
  { loss, losses }: StepResult,
  what: string,
  epoch: number,
  number: number,
  batch: FitBatch,
  rate: number,
): void {
  if (Number.isFinite(loss) && losses.every(Number.isFinite)) return;
  const files = batch.files ?? [];
  const more = files.length > 5 ? ` … ${files.length} in all` : '';
  const from = files.length > 0 ? ` (${files.slice(0, 5).join(', ')}${more})` : '';
  const parts = losses.length > 1 ? `, its parts ${losses.join(' and ')}` : '';
  throw new UserError(
    `the ${what} is ${loss}${parts} in epoch ${epoch}, batch ${number}${from}: lower the learning rate (${rate}), clip gradients, or check the labels of that batch`,
  );
}

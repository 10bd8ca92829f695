import { elementCount, floatTensor, type Tensor } from '../../onnx/index.js';
import type { StepResult, TrainBatch } from '../trainer-types.js';

/**
 * A number over the rows of a whole epoch: `outputs` is float32 [n, outputs], `targets` holds one tensor of n rows for
 * each loss.
 */
export type Metric = (outputs: Tensor, targets: readonly Tensor[]) => number;

/** Means of losses over the rows of an epoch, and outputs and targets collected for metrics where there are any. */
export class EpochMeter {
  #rows = 0;
  #loss = 0;
  readonly #losses: number[];
  readonly #outputs: Tensor[] = [];
  readonly #targets: Tensor[][] = [];
  readonly #lossNames: readonly string[];
  readonly #metrics: Readonly<Record<string, Metric>>;

  constructor(lossNames: readonly string[], metrics: Readonly<Record<string, Metric>>) {
    this.#lossNames = lossNames;
    this.#metrics = metrics;
    this.#losses = lossNames.map(() => 0);
  }

  add(batch: TrainBatch, result: StepResult): void {
    this.#rows += batch.rows;
    this.#loss += result.loss * batch.rows;
    for (let i = 0; i < this.#losses.length; i++) this.#losses[i] += (result.losses[i] ?? 0) * batch.rows;
    if (Object.keys(this.#metrics).length === 0) return;
    this.#outputs.push(copied(result.outputs, batch.rows));
    batch.y.forEach((target, i) => {
      this.#targets[i] ??= [];
      this.#targets[i].push(copied(target, batch.rows));
    });
  }

  /** `loss`, each part where there are several, each metric; `prefix` before each name. */
  logs(prefix = ''): Record<string, number> {
    const logs: Record<string, number> = { [`${prefix}loss`]: this.#loss / this.#rows };
    if (this.#losses.length > 1) {
      this.#lossNames.forEach((name, i) => {
        logs[`${prefix}${name}_loss`] = this.#losses[i] / this.#rows;
      });
    }
    const names = Object.entries(this.#metrics);
    if (names.length === 0) return logs;
    const outputs = joined(this.#outputs);
    const targets = this.#targets.map(joined);
    for (const [name, metric] of names) logs[prefix + name] = metric(outputs, targets);
    return logs;
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }
}

function copied({ data, dims }: Tensor, rows: number): Tensor {
  const shape = [rows, ...dims.slice(1)];
  return floatTensor(Float32Array.from(data.subarray(0, elementCount(shape)) as Float32Array), shape);
}

function joined(parts: readonly Tensor[]): Tensor {
  const rows = parts.reduce((sum, { dims }) => sum + dims[0], 0);
  const dims = [rows, ...parts[0].dims.slice(1)];
  const data = new Float32Array(elementCount(dims));
  let at = 0;
  for (const part of parts) {
    data.set(part.data as Float32Array, at);
    at += part.data.length;
  }
  return floatTensor(data, dims);
}

import { handedOver, ownBuffer } from '../../threads/index.js';
import type { Session, SessionOptions } from '../session.js';
import type { Tensor } from '../tensor.js';

export interface LoadCall {
  readonly model: string | Uint8Array;
  readonly options: SessionOptions;
}

export type Loaded = Pick<Session, 'device' | 'inputNames' | 'outputNames'>;

export interface RunCall {
  readonly feeds: Record<string, Tensor>;
  readonly outputs: readonly string[] | undefined;
}

/** Tensors as they are posted, and the buffers that go with them. */
export function posted(tensors: Record<string, Tensor>): {
  tensors: Record<string, Tensor>;
  transfer: ArrayBuffer[];
} {
  const own = Object.entries(tensors).map(([name, { type, dims, data }]): [string, Tensor] => [
    name,
    { type, dims, data: ownBuffer(data) },
  ]);
  return { tensors: Object.fromEntries(own), transfer: handedOver(own.map(([, { data }]) => data)) };
}

import { z } from 'zod';
import { ArgumentError, shown } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { type Matrix, matrix, normalizeRows } from '../../vectors/index.js';
import { alternatingLeastSquares } from './als.js';
import type { BehaviorEvents } from './events.js';
import { interactions } from './interactions.js';
import { pmiVectors } from './pmi.js';

/** 'als': implicit matrix factorisation; 'pmi': pointwise mutual information and SVD. */
export type BehaviorMethod = 'als' | 'pmi';

export interface BehaviorOptions {
  /**
   * How vectors are learned: 'als', a factorisation of implicit feedback, or 'pmi', of what the same users looked at.
   * Default 'als'.
   */
  readonly method?: BehaviorMethod;
  /** Numbers a vector, 1 to 512. Default 32. */
  readonly dim?: number;
  /** Decides the numbers that the factorisation begins with; the same seed gives the same bytes. Default 42. */
  readonly seed?: number;
  /** For 'als', how fast confidence grows with what a user did, above 0: it is 1 + this · weight. Default 1. */
  readonly confidence?: number;
  /** For 'als', the penalty λ on the length of vectors, above 0. Default 1. */
  readonly regularization?: number;
  /** For 'als', how often users and products are solved for. Default 10. */
  readonly iterations?: number;
  /** For 'pmi', products that one user counts with at most, those of the largest weight; at least 2. Default 200. */
  readonly productsPerUser?: number;
  /** For 'pmi', the exponent of context counts, in (0, 1]; below 1, rare products are held back. Default 0.75. */
  readonly smoothing?: number;
}

export interface BehaviorVectors {
  /** n × dim in the order of the products, rows of length 1; 0 for cold products. */
  readonly vectors: Matrix;
  /** 1 for each product that behaviour says something about. */
  readonly present: Uint8Array;
  /** Rows of the products that it says nothing about: never touched, or for PMI never beside another. */
  readonly cold: readonly number[];
  readonly method: BehaviorMethod;
}

const schema = z.object({
  method: z.enum(['als', 'pmi']).default('als'),
  dim: z.int().min(1).max(512).default(32),
  seed: z.int().default(42),
  confidence: z.number().positive().default(1),
  regularization: z.number().positive().default(1),
  iterations: z.int().min(1).default(10),
  productsPerUser: z.int().min(2).default(200),
  smoothing: z.number().positive().max(1).default(0.75),
});

/**
 * Vectors of products from what shoppers did: those that the same people view and buy point the same way, whatever
 * they look like. ALS (Hu, Koren & Volinsky 2008) explains who touched what, PMI + SVD (Levy & Goldberg 2014) what was
 * touched together.
 *
 * On the sample catalogue's shoppers, of the 10 nearest products so many were put into one cart by a quarter of them
 * kept apart: ALS 0.121 with 32 numbers, 0.127 with 16 (confidence 10: 0.101); PMI 0.111 with 32, 0.121 with 64.
 *
 * Cold products have rows of 0, so that `combine` falls back to their other parts.
 * @param events as `readEvents` gives them
 * @param products the catalogue that the events were read for
 * @throws {ArgumentError} for an option out of range, no event, or an event of a product that the catalogue lacks
 * @example
 * const events = await readEvents('data/events.csv', products);
 * const { vectors, present } = behaviorVectors(events, products);
 * combine([…, { name: 'behavior', vectors, present, weight: 0.3 }]);
 */
export function behaviorVectors(
  events: BehaviorEvents,
  products: readonly unknown[],
  options: BehaviorOptions = {},
): BehaviorVectors {
  const checked = parseOptions('behaviorVectors', schema, options);
  checkEvents(events, products.length);
  const { method, dim } = checked;
  const counts = interactions(events, products.length);
  const raw = method === 'als' ? alternatingLeastSquares(counts, checked) : pmiVectors(counts, checked);
  const vectors = normalizeRows(matrix(products.length, dim, Float32Array.from(raw)));
  const present = new Uint8Array(products.length);
  const cold: number[] = [];
  for (let i = 0; i < present.length; i++) {
    present[i] = vectors.data.subarray(i * dim, (i + 1) * dim).some((x) => x !== 0) ? 1 : 0;
    if (present[i] === 0) cold.push(i);
  }
  return { vectors, present, cold, method };
}

function checkEvents({ user, product, weight, users }: BehaviorEvents, products: number): void {
  if (user.length === 0) {
    throw new ArgumentError('behaviour vectors need at least one event; check the file that readEvents read');
  }
  for (let e = 0; e < user.length; e++) {
    if (!(product[e] >= 0 && product[e] < products)) {
      throw new ArgumentError(
        `event ${e} is of product row ${product[e]}, the catalogue has ${products}; read the events for this catalogue`,
      );
    }
    if (!(user[e] >= 0 && user[e] < users.length)) {
      throw new ArgumentError(
        `event ${e} is of user ${user[e]}, there are ${users.length}; read the events again`,
      );
    }
    if (!(Number.isFinite(weight[e]) && weight[e] > 0)) {
      throw new ArgumentError(`event ${e} weighs ${shown(weight[e])}; weights are finite and above 0`);
    }
  }
}

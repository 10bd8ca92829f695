import type { BehaviorEvents } from './events.js';

/** A matrix of non-negative numbers by compressed rows: row i holds `values[e]` in column `columns[e]`, offsets[i] ≤ e < offsets[i+1]. */
export interface Counts {
  readonly rows: number;
  readonly cols: number;
  readonly offsets: Uint32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Users × products: the weights of all events of a user with a product, added up. */
export function interactions(events: BehaviorEvents, products: number): Counts {
  const { users, user, product, weight } = events;
  const byUser = offsetsOf(user, users.length);
  const order = placed(user, byUser);
  const offsets = new Uint32Array(users.length + 1);
  const columns = new Int32Array(user.length);
  const values = new Float64Array(user.length);
  const entryOf = new Int32Array(products).fill(-1);
  let n = 0;
  for (let u = 0; u < users.length; u++) {
    const first = n;
    for (let e = byUser[u]; e < byUser[u + 1]; e++) {
      const p = product[order[e]];
      if (entryOf[p] < first) {
        entryOf[p] = n;
        columns[n++] = p;
      }
      values[entryOf[p]] += weight[order[e]];
    }
    offsets[u + 1] = n;
  }
  return {
    rows: users.length,
    cols: products,
    offsets,
    columns: columns.slice(0, n),
    values: values.slice(0, n),
  };
}

/** The same by columns: products × users. */
export function transposed({ rows, cols, offsets, columns, values }: Counts): Counts {
  const starts = offsetsOf(columns, cols);
  const next = starts.slice();
  const outColumns = new Int32Array(columns.length);
  const outValues = new Float64Array(columns.length);
  for (let i = 0; i < rows; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const to = next[columns[e]]++;
      outColumns[to] = i;
      outValues[to] = values[e];
    }
  }
  return { rows: cols, cols: rows, offsets: starts, columns: outColumns, values: outValues };
}

/** Where each key's entries begin once they are sorted by key. */
function offsetsOf(keys: Int32Array, count: number): Uint32Array {
  const offsets = new Uint32Array(count + 1);
  for (const key of keys) offsets[key + 1]++;
  for (let i = 0; i < count; i++) offsets[i + 1] += offsets[i];
  return offsets;
}

/** The positions of `keys`, sorted by key; equal keys keep their order. */
function placed(keys: Int32Array, offsets: Uint32Array): Uint32Array {
  const next = offsets.slice();
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) order[next[keys[i]]++] = i;
  return order;
}

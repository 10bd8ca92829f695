import { ArgumentError } from '../../errors/index.js';

/** Values summed by group: what resampling and sign flips treat as one. */
export interface GroupSums {
  readonly sums: Float64Array;
  /** How many values each group has. */
  readonly sizes: Float64Array;
}

/**
 * Which rows each group has, ascending; groups in the order of their first rows.
 * @param groups one a row
 * @example rowsByGroup(['a', 'b', 'a']) // Map { 'a' → [0, 2], 'b' → [1] }
 */
export function rowsByGroup(groups: ArrayLike<string>): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let i = 0; i < groups.length; i++) {
    const members = rows.get(groups[i]);
    if (members) members.push(i);
    else rows.set(groups[i], [i]);
  }
  return rows;
}

/**
 * Sums by group, in the order of the groups' first values; without groups each value stands alone.
 * @param groups one a value
 * @throws {ArgumentError} for another number of groups than of values
 */
export function groupSums(values: Float64Array, groups?: ArrayLike<string>): GroupSums {
  if (groups === undefined) return { sums: values, sizes: new Float64Array(values.length).fill(1) };
  if (groups.length !== values.length) {
    throw new ArgumentError(`${groups.length} groups for ${values.length} values; give one a value`);
  }
  const found = new Map<string, { sum: number; size: number }>();
  for (let i = 0; i < values.length; i++) {
    const group = found.get(groups[i]);
    if (group) {
      group.sum += values[i];
      group.size++;
    } else found.set(groups[i], { sum: values[i], size: 1 });
  }
  const list = [...found.values()];
  return {
    sums: Float64Array.from(list, ({ sum }) => sum),
    sizes: Float64Array.from(list, ({ size }) => size),
  };
}

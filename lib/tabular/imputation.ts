import { shown, UserError } from '../errors/index.js';
import { median } from '../stats/index.js';
import type { Columns } from './features.js';

/** What a model without a way for missing values does about them: refuse the table, or put in the median of the training rows. */
export type MissingValues = 'error' | 'median';

/** The median of each column's values; 0 where it has none. */
export function medians({ columns }: Columns): number[] {
  return columns.map((column) => {
    const sorted = column.filter((x: number) => !Number.isNaN(x)).sort();
    return sorted.length === 0 ? 0 : median(sorted);
  });
}

/** The columns with missing values filled in; refuses them where there is nothing to fill in. */
export function filled(
  { columns, names }: Columns,
  fill: readonly number[] | null,
  what: string,
): Float64Array[] {
  return columns.map((column, j) => {
    const out = Float64Array.from(column);
    for (let i = 0; i < out.length; i++) {
      if (!Number.isNaN(out[i])) continue;
      if (!fill) {
        throw new UserError(
          `feature ${shown(names[j])}, row ${i} is NaN, which ${what} cannot use; set missing: 'median', or take trees`,
        );
      }
      out[i] = fill[j];
    }
    return out;
  });
}

/** Mean and scale of each column: the population standard deviation, 1 for a constant column. */
export interface Standardization {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

export function standardization(columns: readonly Float64Array[]): Standardization {
  const mean = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / column.length);
  const scale = columns.map((column, j) => {
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean[j]) ** 2, 0) / column.length);
    return deviation > column.length * Number.EPSILON * Math.abs(mean[j]) ? deviation : 1;
  });
  return { mean, scale };
}

/** Standardises columns in place. */
export function standardize(columns: readonly Float64Array[], { mean, scale }: Standardization): void {
  columns.forEach((column, j) => {
    for (let i = 0; i < column.length; i++) column[i] = (column[i] - mean[j]) / scale[j];
  });
}

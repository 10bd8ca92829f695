/** Formats the numbers of one column alike: whole numbers grouped, others with digits that suit the largest. */
export function columnFormat(values: readonly unknown[]): (value: number) => string {
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  const largest = Math.max(0, ...numbers.map(Math.abs));
  if (numbers.every(Number.isInteger)) return (value) => plain(value, 0);
  if (largest < 1e-3 || largest >= 1e9) return (value) => (value === 0 ? '0' : value.toPrecision(3));
  return (value) => plain(value, largest < 1 ? 4 : largest < 10 ? 3 : largest < 1000 ? 2 : 1);
}

/** A number with grouped thousands and a fixed count of decimals. */
export function plain(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

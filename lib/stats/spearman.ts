/** Spearman's rank correlation of two columns over the rows where both are finite; ties get mean ranks. NaN where one is constant. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const rows: number[] = [];
  for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i]) && Number.isFinite(y[i])) rows.push(i);
  const a = ranks(rows.map((i) => x[i]));
  const b = ranks(rows.map((i) => y[i]));
  const mean = (rows.length + 1) / 2;
  let [both, own, other] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    both += (a[i] - mean) * (b[i] - mean);
    own += (a[i] - mean) ** 2;
    other += (b[i] - mean) ** 2;
  }
  return own === 0 || other === 0 ? Number.NaN : both / Math.sqrt(own * other);
}

function ranks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let i = from; i <= to; i++) out[order[i]] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return out;
}

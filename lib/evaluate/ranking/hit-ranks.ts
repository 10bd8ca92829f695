/** Ranks, from 1, of those of the first k results that are relevant: one walk, under every metric that counts hits. */
export function hitRanks(grades: Float64Array, k: number, relevantFrom: number): number[] {
  const end = Math.min(k, grades.length);
  const ranks: number[] = [];
  for (let i = 0; i < end; i++) if (grades[i] >= relevantFrom) ranks.push(i + 1);
  return ranks;
}

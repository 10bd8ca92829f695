import { byScore, type Neighbour } from './neighbour.js';

/** Keeps the k best of the hits that it is shown: a binary heap with the worst kept hit at its root. */
export class TopK {
  readonly #rows: number[] = [];
  readonly #scores: number[] = [];
  readonly #k: number;

  constructor(k: number) {
    this.#k = k;
  }

  push(row: number, score: number): void {
    const rows = this.#rows;
    const scores = this.#scores;
    if (rows.length < this.#k) {
      rows.push(row);
      scores.push(score);
      this.#up(rows.length - 1);
    } else if (score > scores[0] || (score === scores[0] && row < rows[0])) {
      rows[0] = row;
      scores[0] = score;
      this.#down();
    }
  }

  /** The score that a hit has to reach: −Infinity until k are kept. */
  get worst(): number {
    return this.#rows.length < this.#k ? Number.NEGATIVE_INFINITY : this.#scores[0];
  }

  /** The kept hits, best first. */
  sorted(): Neighbour[] {
    return this.#rows.map((row, i) => ({ row, score: this.#scores[i] })).sort(byScore);
  }

  #worse(i: number, j: number): boolean {
    const rows = this.#rows;
    const scores = this.#scores;
    return scores[i] < scores[j] || (scores[i] === scores[j] && rows[i] > rows[j]);
  }

  #swap(i: number, j: number): void {
    const rows = this.#rows;
    const scores = this.#scores;
    [rows[i], rows[j]] = [rows[j], rows[i]];
    [scores[i], scores[j]] = [scores[j], scores[i]];
  }

  #up(start: number): void {
    for (let i = start, parent = (i - 1) >> 1; i > 0 && this.#worse(i, parent); parent = (i - 1) >> 1) {
      this.#swap(i, parent);
      i = parent;
    }
  }

  #down(): void {
    const n = this.#rows.length;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= n) return;
      const child = left + 1 < n && this.#worse(left + 1, left) ? left + 1 : left;
      if (!this.#worse(child, i)) return;
      this.#swap(i, child);
      i = child;
    }
  }
}

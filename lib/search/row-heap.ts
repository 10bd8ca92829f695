/** Rows by key, the smallest key at the root. */
export class RowHeap {
  readonly keys: Float32Array;
  readonly rows: Int32Array;
  size = 0;

  constructor(capacity: number) {
    this.keys = new Float32Array(capacity);
    this.rows = new Int32Array(capacity);
  }

  push(key: number, row: number): void {
    const { keys, rows } = this;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (keys[parent] <= key) break;
      keys[i] = keys[parent];
      rows[i] = rows[parent];
      i = parent;
    }
    keys[i] = key;
    rows[i] = row;
  }

  replaceRoot(key: number, row: number): void {
    const { keys, rows, size } = this;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      keys[i] = keys[child];
      rows[i] = rows[child];
      i = child;
    }
    keys[i] = key;
    rows[i] = row;
  }

  pop(): number {
    const root = this.rows[0];
    this.size--;
    if (this.size > 0) this.replaceRoot(this.keys[this.size], this.rows[this.size]);
    return root;
  }
}

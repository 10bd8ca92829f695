/** Rows that have the same key. */
export class Classes {
  private constructor(
    /** Class of each row, numbered by first appearance; -1 for a row without a key. */
    readonly of: Int32Array,
    /** Rows of each class, ascending. */
    readonly members: readonly (readonly number[])[],
  ) {}

  /** @example Classes.of(['x', null, 'y', 'x']) // of: [0, -1, 1, 0], members: [[0, 3], [2]] */
  static of(keys: readonly (string | null)[]): Classes {
    const numbers = new Map<string, number>();
    const members: number[][] = [];
    const of = Int32Array.from(keys, (key, row) => {
      if (key === null) return -1;
      const number = numbers.get(key) ?? numbers.size;
      if (number === members.length) {
        numbers.set(key, number);
        members.push([]);
      }
      members[number].push(row);
      return number;
    });
    return new Classes(of, members);
  }
}

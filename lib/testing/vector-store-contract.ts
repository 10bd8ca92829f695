import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ArgumentError, UserError } from '../errors/index.js';
import type { PayloadFilter, VectorRecord, VectorStore } from '../search/stores/vector-store.js';
import { createRandom } from '../vectors/index.js';

const dim = 8;
const query = Float32Array.from({ length: dim }, (_, i) => Math.cos(i));
const records = sampleRecords(300);

/** Where a test's records are kept: each `open` is one more way to the same place. */
export interface TestPlace {
  open(): Promise<VectorStore>;
  /** Removes what the test left. */
  remove(): Promise<void>;
}

/** The place of a test, and what tests ask of it. */
class KeptRecords {
  place!: TestPlace;
  store!: VectorStore;

  async open(makePlace: () => Promise<TestPlace>): Promise<void> {
    this.place = await makePlace();
    this.store = await this.place.open();
  }

  async remove(): Promise<void> {
    await this.store.close();
    await this.place.remove();
  }

  async filled(given: readonly VectorRecord[] = records): Promise<void> {
    await this.store.prepare(dim);
    await this.store.upsert(given);
    await this.counted(given.length);
  }

  async counted(n: number): Promise<void> {
    await vi.waitFor(async () => expect(await this.store.count()).toBe(n), { timeout: 15_000, interval: 50 });
  }

  /** Ids of the k records that are found, best first. */
  async found(filter?: PayloadFilter, k = 10, from = this.store): Promise<string[]> {
    return (await from.query(query, k, { filter })).map(({ id }) => id);
  }
}

/** Puts an implementation of `VectorStore` through what the interface promises. */
export function vectorStoreContract(name: string, makePlace: () => Promise<TestPlace>): void {
  describe(`${name} keeps the contract of a VectorStore`, () => {
    const kept = new KeptRecords();
    beforeEach(() => kept.open(makePlace));
    afterEach(() => kept.remove());
    placeTests(kept);
    searchTests(kept);
    filterTests(kept);
    writingTests(kept);
    refusalTests(kept);
  });
}

/** What is there before, between and after the records. */
function placeTests(kept: KeptRecords): void {
  test('prepare makes the place once, and refuses vectors of another length', async () => {
    expect(await kept.store.prepare(dim)).toBe(true);
    expect(await kept.store.prepare(dim)).toBe(false);
    expect(await kept.store.count()).toBe(0);
    expect(await kept.found()).toEqual([]);
    expect(await kept.store.ids()).toEqual(new Set());
    await expect((await kept.place.open()).prepare(dim + 1)).rejects.toThrow(UserError);
  });

  test('a place that was never prepared says so', async () => {
    for (const work of [
      () => kept.store.upsert(records),
      () => kept.store.query(query, 1),
      () => kept.store.delete(['a']),
      () => kept.store.ids(),
      () => kept.store.count(),
      () => kept.store.clear(),
    ]) {
      await expect(work()).rejects.toThrow(UserError);
    }
    expect(await kept.store.drop()).toBe(false);
  });

  test('what was written is there for those who open it later', async () => {
    await kept.filled();
    await kept.store.close();
    kept.store = await kept.place.open();
    expect(await kept.store.prepare(dim)).toBe(false);
    expect(await kept.found()).toEqual(nearest(records, 10));
    expect(await kept.store.ids()).toEqual(new Set(records.map(({ id }) => id)));
  });

  test('clear leaves the place, drop takes it away', async () => {
    await kept.filled();
    await kept.store.clear();
    await kept.counted(0);
    expect(await kept.found()).toEqual([]);
    await kept.store.clear();
    expect(await kept.store.prepare(dim)).toBe(false);
    expect(await kept.store.drop()).toBe(true);
    expect(await kept.store.drop()).toBe(false);
    expect(await kept.store.prepare(dim + 1)).toBe(true);
  });
}

/** What a search finds. */
function searchTests(kept: KeptRecords): void {
  test('finds the nearest by cosine, best first, whatever the lengths of the vectors', async () => {
    await kept.filled();
    expect(await kept.found()).toEqual(nearest(records, 10));
    for (const { id, score } of await kept.store.query(query, 10)) {
      expect(score).toBeCloseTo(cosine(records.find((record) => record.id === id)!.vector), 4);
    }
    const [{ id, score }] = await kept.store.query(
      records[7].vector.map((x) => x * 50),
      1,
    );
    expect(id).toBe(records[7].id);
    expect(score).toBeCloseTo(1, 5);
  });

  test('k above the number of records gives all of them', async () => {
    await kept.filled(records.slice(0, 5));
    expect(await kept.found(undefined, 50)).toEqual(nearest(records.slice(0, 5), 50));
  });
}

/** What a search with conditions finds. */
function filterTests(kept: KeptRecords): void {
  test.each<[string, PayloadFilter, (record: VectorRecord) => boolean]>([
    ['one record in a hundred', { rare: { anyOf: ['yes'] } }, ({ payload }) => payload.rare === 'yes'],
    ['half of them', { half: { anyOf: ['odd'] } }, ({ payload }) => payload.half === 'odd'],
    [
      'one of a list',
      { path: { anyOf: ['chairs', 'lamps'] } },
      ({ payload }) => ['chairs', 'lamps'].includes((payload.path as string[])[1]),
    ],
    ['at least', { price: { atLeast: 250 } }, ({ payload }) => Number(payload.price) >= 250],
    ['at most', { price: { atMost: 50 } }, ({ payload }) => Number(payload.price) <= 50],
    [
      'above and below',
      { price: { above: 50, below: 54 } },
      ({ payload }) => Number(payload.price) > 50 && Number(payload.price) < 54,
    ],
    [
      'conditions on two properties',
      { half: { anyOf: ['even'] }, price: { below: 100 } },
      ({ payload }) => payload.half === 'even' && Number(payload.price) < 100,
    ],
    ['a value that nobody has', { half: { anyOf: ['neither'] } }, () => false],
    ['a property that nobody has', { colour: { anyOf: ['odd'] } }, () => false],
    ['another spelling', { half: { anyOf: ['ODD'] } }, () => false],
    ['no condition', {}, () => true],
  ])('filters: %s', async (_, filter, meets) => {
    await kept.filled();
    expect(await kept.found(filter)).toEqual(nearest(records.filter(meets), 10));
  });
}

/** What becomes of records. */
function writingTests(kept: KeptRecords): void {
  test('a record whose id is there replaces it, payload and all', async () => {
    await kept.filled();
    const replaced = { ...records[3], vector: query, payload: { half: 'new' } };
    await kept.store.upsert([replaced]);
    const all = records.map((record) => (record === records[3] ? replaced : record));
    await vi.waitFor(async () => expect(await kept.found()).toEqual(nearest(all, 10)));
    expect(await kept.found({ half: { anyOf: ['new'] } })).toEqual([records[3].id]);
    expect(await kept.store.count()).toBe(records.length);
  });

  test('after half of them are deleted the other half is found; unknown ids are passed over', async () => {
    await kept.filled();
    const [gone, left] = [records.filter((_, i) => i % 2 === 0), records.filter((_, i) => i % 2 === 1)];
    await kept.store.delete([...gone.map(({ id }) => id), 'never there']);
    await kept.store.delete([]);
    await kept.counted(left.length);
    expect(await kept.found(undefined, 20)).toEqual(nearest(left, 20));
    expect(await kept.store.ids()).toEqual(new Set(left.map(({ id }) => id)));
  });

  test('several write at once and lose nothing', async () => {
    await kept.store.prepare(dim);
    const others = await Promise.all([0, 1, 2, 3].map(() => kept.place.open()));
    await Promise.all(others.map((other, i) => other.upsert(records.slice(i * 75, (i + 1) * 75))));
    await kept.counted(records.length);
    for (const other of others) {
      expect(await kept.found(undefined, 10, other)).toEqual(nearest(records, 10));
      await other.close();
    }
  });

  test('tells how many it has taken, and takes them one by one from where they come', async () => {
    await kept.store.prepare(dim);
    let told = 0;
    const one = function* () {
      yield* records;
    };
    await kept.store.upsert(one(), { onStored: (n) => (told += n) });
    expect(told).toBe(records.length);
    await kept.counted(records.length);
    await kept.store.upsert([]);
  });

  test('takes the longest id and every printable character', async () => {
    const ids = ['x'.repeat(512), String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))];
    await kept.filled(ids.map((id, i) => ({ ...records[i], id })));
    expect(await kept.store.ids()).toEqual(new Set(ids));
    await kept.store.delete(ids);
    await kept.counted(0);
  });
}

/** What is refused or given up. */
function refusalTests(kept: KeptRecords): void {
  test.each<[string, Partial<VectorRecord>, RegExp]>([
    ['NaN', { vector: Float32Array.from(query, (x, i) => (i === 3 ? Number.NaN : x)) }, /NaN/],
    ['zeros', { vector: new Float32Array(dim) }, /all zeros/],
    ['another length', { vector: Float32Array.of(1, 2) }, /has 2 numbers.* of 8/],
    ['an empty id', { id: '' }, /record id/],
    ['an id beyond ASCII', { id: 'é' }, /record id "é"/],
    ['an id of 513 characters', { id: 'x'.repeat(513) }, /512/],
  ])('refuses a record with %s', async (_, wrong, message) => {
    await kept.store.prepare(dim);
    const refused = kept.store.upsert([{ ...records[0], ...wrong }]);
    await expect(refused).rejects.toThrow(ArgumentError);
    await expect(refused).rejects.toThrow(message);
  });

  test('refuses a bad question', async () => {
    await kept.filled(records.slice(0, 3));
    for (const k of [0, -1, 1.5, Number.NaN, kept.store.mostResults + 1]) {
      await expect(kept.store.query(query, k), `${k}`).rejects.toThrow(ArgumentError);
    }
    await expect(kept.store.query(new Float32Array(dim), 1)).rejects.toThrow('all zeros');
    await expect(
      kept.store.query(
        Float32Array.from(query, () => Number.NaN),
        1,
      ),
    ).rejects.toThrow('NaN');
    await expect(kept.store.query(Float32Array.of(1, 2), 1)).rejects.toThrow(UserError);
  });

  test('a call that is given up ends with the reason of its signal', async () => {
    await kept.filled(records.slice(0, 3));
    const signal = AbortSignal.abort(new Error('given up'));
    for (const work of [
      () => kept.store.upsert(records, { signal }),
      () => kept.store.query(query, 1, { signal }),
      () => kept.store.delete([records[0].id], { signal }),
      () => kept.store.ids({ signal }),
    ]) {
      await expect(work()).rejects.toThrow('given up');
    }
    expect(await kept.store.count()).toBe(3);
  });
}

function sampleRecords(n: number): VectorRecord[] {
  const { uniform: next } = createRandom(7);
  return Array.from({ length: n }, (_, i) => {
    const scale = 0.1 + 5 * next();
    return {
      id: `record ${i}#${(i * 7919) % n}`,
      vector: Float32Array.from({ length: dim }, () => scale * (next() - 0.5)),
      payload: {
        half: i % 2 === 0 ? 'even' : 'odd',
        path: ['furniture', ['chairs', 'tables', 'lamps'][i % 3]],
        ...(i % 100 === 9 && { rare: 'yes' }),
        ...(i % 10 !== 0 && { price: i }),
      },
    };
  });
}

/** Ids of the k records nearest to `query`, best first. */
function nearest(records: readonly VectorRecord[], k: number): string[] {
  return [...records]
    .sort((a, b) => cosine(b.vector) - cosine(a.vector))
    .slice(0, k)
    .map(({ id }) => id);
}

function cosine(vector: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  return dot(query, vector) / Math.sqrt(dot(query, query) * dot(vector, vector));
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../index.js';
import { nearHashes } from './index.js';

describe('nearHashes', () => {
  it('finds each near pair once, as comparing all with all does', () => {
    const hash = fc
      .tuple(fc.constantFrom('0f0f', 'ffff', '1234'), fc.integer({ min: 0, max: 255 }))
      .map(([head, tail]) => `${head}00000000aa${tail.toString(16).padStart(2, '0')}`);
    const list = fc.array(fc.option(hash, { nil: null }), { maxLength: 30 });
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 16 }), (hashes, most) => {
        const expected: string[] = [];
        hashes.forEach((a, j) => {
          hashes.slice(0, j).forEach((b, i) => {
            if (a !== null && b !== null && hammingDistance(a, b) <= most) expected.push(`${i} ${j}`);
          });
        });
        expect([...nearHashes(hashes, most)].map((pair) => pair.join(' ')).sort()).toEqual(expected.sort());
      }),
    );
  });

  it('compares all 64 bits, and a row with no more before it than wanted', () => {
    const hashes = ['ffffffff00000000', 'ffffffff00000001', '7fffffff00000001', '0'.repeat(16)];
    expect([...nearHashes(hashes, 1)].sort()).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const equal = Array(4).fill('0'.repeat(16));
    expect([...nearHashes(equal, 1, 2)]).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
      [0, 3],
      [1, 3],
    ]);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twoProportionTest } from '../../stats/two-proportion-test.js';
import { abTestTable, readAbTests } from './ab-tests.js';
import { readSocialPosts } from './social-posts.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-records-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const now = Date.parse('2026-06-01T00:00:00Z');
async function file(name: string, content: unknown): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
}

const post = {
  id: '1',
  platform: 'instagram',
  account_id: 'shop',
  image: 'a.jpg',
  posting_time: '2026-03-01T18:00:00+0100',
  likes: 10,
};

describe('readSocialPosts', () => {
  it('reads the same posts from JSON, JSON Lines and CSV', async () => {
    const csv =
      'post_id,Platform,account id,image_path,timestamp,like_count,engagement_rate\n' +
      '1,Instagram,shop,a.jpg,2026-03-01T18:00:00+0100,10,4.2%\n';
    const named = { ...post, engagementRate: 0.042 };
    const paths = [
      await file('p.csv', csv),
      await file('p.json', { data: [named] }),
      await file('p.jsonl', `\uFEFF${JSON.stringify(named)}\n\n`),
    ];
    for (const at of paths) {
      const { records, rejected, warnings } = await readSocialPosts(at, { now });
      expect(records).toEqual([
        {
          id: '1',
          account: 'shop',
          platform: 'instagram',
          image: path.join(folder, 'a.jpg'),
          postingTime: '2026-03-01T18:00:00+01:00',
          likes: 10,
          comments: null,
          shares: null,
          saves: null,
          clicks: null,
          reach: null,
          impressions: null,
          audienceSize: null,
          engagementRate: 0.042,
          companySize: null,
          industry: null,
          extra: {},
        },
      ]);
      expect([...rejected, ...warnings]).toEqual([]);
    }
  });

  it('sets rows aside with field, value and reason', async () => {
    const rows = [
      post,
      { ...post, id: '2', platform: 'myspace' },
      { ...post, id: '3', posting_time: '2026-06-02T00:00:00Z' },
      { ...post, id: '4', likes: -1 },
      { ...post, id: '5', likes: 'many' },
      { ...post, id: '6', engagement_rate: 4.2 },
      { ...post, id: '1' },
      { ...post, id: '' },
      { ...post, id: '9', posting_time: '2026-02-30' },
      [1],
    ];
    const at = await file('bad.json', rows);
    const { records, rejected } = await readSocialPosts(at, { now });
    expect(records.map(({ id }) => id)).toEqual(['1']);
    expect(rejected.map(({ row, field, value }) => [row, field, value])).toEqual([
      [2, 'platform', '"myspace"'],
      [3, 'posting_time', '"2026-06-02T00:00:00Z"'],
      [4, 'likes', '-1'],
      [5, 'likes', '"many"'],
      [6, 'engagement_rate', '4.2'],
      [7, 'id', '"1"'],
      [8, 'id', '""'],
      [9, 'posting_time', '"2026-02-30"'],
      [10, '', ''],
    ]);
    expect(rejected[0].reason).toMatch(/instagram, linkedin/);
    expect(rejected[1].reason).toBe('is in the future');
    expect(rejected.every((r) => r.file === at)).toBe(true);
  });

  it('keeps numbers of further columns and warns of counts that contradict each other', async () => {
    const further = { sentiment: '0.5', mood: 'good', ['__proto__']: '2', constructor: 3 };
    const rows = [{ ...post, reach: 100, impressions: 50, ...further }];
    const { records, warnings } = await readSocialPosts(await file('w.json', rows), { now });
    expect(Object.entries(records[0].extra)).toEqual([
      ['sentiment', 0.5],
      ['__proto__', 2],
      ['constructor', 3],
    ]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toMatch(/^row 1: reach 100 is above impressions 50/);
  });

  it('says in one line why a file cannot be used', async () => {
    const message = async (name: string, content: unknown) =>
      readSocialPosts(await file(name, content), { now }).catch((error) => error.message as string);
    expect(await message('e.json', [])).toMatch(/has no rows/);
    expect(await message('b.json', '{"data": [')).toMatch(/is no JSON/);
    expect(await message('x.pdf', '')).toMatch(/is no file of a known kind \(\.csv, /);
    expect(await message('n.json', [{ ...post, likes: -5 }])).toMatch(
      /no usable posts; row 1, field likes -5: is below 0/,
    );
    expect(await message('d.csv', 'id,id\n1,2\n')).toMatch(/column "id" twice/);
    await expect(readSocialPosts(path.join(folder, 'none.csv'))).rejects.toThrow(/no such file/);
  });

  it('sets aside lines that are no JSON, and CSV rows of another width', async () => {
    const lines = await readSocialPosts(await file('l.jsonl', `{"id":\n${JSON.stringify(post)}\n`), { now });
    expect(lines.rejected[0]).toMatchObject({ row: 1, reason: expect.stringMatching(/no JSON/) });
    const csv = await readSocialPosts(
      await file('l.csv', 'id,platform,posting_time\n1,tiktok\n2,tiktok,1767225600\n'),
      { now },
    );
    expect(csv.rejected[0]).toMatchObject({ row: 2, reason: 'has 2 fields instead of 3' });
    expect(csv.records[0].postingTime).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('readAbTests', () => {
  const variants = [
    { conversion_rate: 0.05, click_through_rate: 0.1, impressions: 1000 },
    { conversion_rate: 0.08, click_through_rate: 0.12, impressions: 1000 },
  ];
  it('reads nested and flat tests, and names the rows whose significance the counts contradict', async () => {
    const rows = [
      { id: 't1', variants, statistical_significance: true },
      { id: 't2', variants, statistical_significance: 0.5 },
      { id: 't3', variant_a: variants[0], variant_b: variants[0], statistical_significance: 'significant' },
      { id: 't4', variant_a: variants[0], variant_b: variants[1] },
    ];
    const { records, warnings } = await readAbTests(await file('t.json', rows));
    expect(records[0].b).toMatchObject({ conversionRate: 0.08, clickThroughRate: 0.12, impressions: 1000 });
    expect(warnings.map(({ row }) => row)).toEqual([2, 3]);
    expect(warnings[0].message).toMatch(/^row 2: test t2 .* 0\.5, but its counts give z = 2\.7/);
    expect(abTestTable(records)[0]).toEqual({
      test: 't1',
      A: '5.00%',
      B: '8.00%',
      impressions: 2000,
      z: '2.72',
      p: '0.0065',
      better: 'B',
    });
    expect(abTestTable(records)[2]).toMatchObject({ z: '0.00', better: '–' });
    const csv =
      'test_id,variant_a_conversion_rate,variant_a_impressions,variant_b_conversion_rate,variant_b_impressions,statistical_significance\n' +
      't1,5%,1000,8%,1000,0.99\nt2,5%,0,8%,1000,\n';
    const flat = await readAbTests(await file('t.csv', csv));
    expect(flat.records).toHaveLength(1);
    expect(flat.records[0].test).toEqual(records[0].test);
    expect(flat.rejected[0]).toMatchObject({ row: 3, field: 'variant_a_impressions' });
  });

  it('agrees with the worked example: 50 of 1000 against 80 of 1000', () => {
    // pooled 0.065; se = sqrt(0.065 · 0.935 · 2 / 1000) = 0.0110250; z = 2.72110; p = 0.0065066 (R: 2 * pnorm(-z))
    const { z, pValue } = twoProportionTest({ successes: 50, n: 1000 }, { successes: 80, n: 1000 });
    expect(z).toBeCloseTo(2.721095, 5);
    expect(pValue).toBeCloseTo(0.0065066, 7);
    expect(twoProportionTest({ successes: 0, n: 9 }, { successes: 0, n: 5 })).toEqual({
      z: 0,
      pValue: expect.closeTo(1, 6),
    });
    expect(() => twoProportionTest({ successes: 6, n: 5 }, { successes: 0, n: 5 })).toThrow(/no share/);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-events-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function file(text: string): Promise<string> {
  const at = path.join(folder, `events-${files++}.csv`);
  await writeFile(at, text);
  return at;
}

const products = [{ id: 'a' }, { id: 'b' }];

describe('readEvents', () => {
  it('reads users, products, weights and times, in any order of columns', async () => {
    const at = await file(
      'event,time,User,product,shop\r\nview,2026-01-02T03:04:05Z,ann,a,x\r\nPurchase,1700000000,bob,b,x\r\nclick,1700000000000,ann,b,x\r\nview,,ann,a,x\r\nview,2026-01-02 03:04:05,ann,a,x\r\n',
    );
    const events = await readEvents(at, products);
    expect(events.users).toEqual(['ann', 'bob']);
    expect([...events.user]).toEqual([0, 1, 0, 0, 0]);
    expect([...events.product]).toEqual([0, 1, 1, 0, 0]);
    expect([...events.weight]).toEqual([1, 5, 1, 1, 1]);
    const day = Date.UTC(2026, 0, 2, 3, 4, 5);
    expect([...events.time]).toEqual([day, 1.7e12, 1.7e12, Number.NaN, day]);
    expect(events.kinds).toEqual({ view: 3, purchase: 1, click: 1 });
    expect([events.rejected, events.unknownProducts]).toEqual([[], []]);
  });

  it('counts unknown products, and sets bad rows aside with their row', async () => {
    const at = await file(
      'user,product,event,time\nann,a,view,\nann,gone,view,\nbob,gone,view,\nbob,old,view,\n,a,view,\nann,,view,\nann,a,stare,\nann,a,view,yesterday\nann,a\n',
    );
    const events = await readEvents(at, products);
    expect(events.unknownProducts).toEqual([
      { id: 'gone', events: 2 },
      { id: 'old', events: 1 },
    ]);
    expect(events.rejected.map(({ row, reason }) => [row, reason.slice(0, 26)])).toEqual([
      [6, 'no user'],
      [7, 'no product'],
      [8, 'event "stare" has no weigh'],
      [9, 'time "yesterday" is no ISO'],
      [10, '2 fields instead of 4'],
    ]);
    expect(events.users).toEqual(['ann']);
  });

  it('weighs as told, passing kinds of weight 0 over', async () => {
    const at = await file('user,product,event\nann,a,rent\nann,b,view\n');
    const events = await readEvents(at, products, { weights: { rent: 2.5, view: 0 } });
    expect([[...events.product], [...events.weight]]).toEqual([[0], [2.5]]);
    expect(events.rejected).toEqual([]);
  });

  it('names what is wrong with a file', async () => {
    const of = async (text: string) => readEvents(await file(text), products);
    await expect(of('user,item,event\nann,a,view\n')).rejects.toThrow(/no column "product"/);
    await expect(of('user,product,event\nann,x,view\n')).rejects.toThrow(
      /names 1 products and none .*"x".*uniq_id/,
    );
    await expect(of('user,product,event\nann,a,stare\n')).rejects.toThrow(
      /no usable event; row 2: event "stare"/,
    );
    await expect(of('user,product,event\n')).rejects.toThrow(/has no events/);
    await expect(of('')).rejects.toThrow(/empty/);
    await expect(readEvents(path.join(folder, 'none.csv'), products)).rejects.toThrow(
      /no such file.*user, product/,
    );
    const at = await file('user,product,event\nann,a,view\n');
    await expect(readEvents(at, products, { weights: { view: -1 } })).rejects.toThrow(/"view" is -1/);
    await expect(readEvents(at, products, { weights: { view: 0 } })).rejects.toThrow(/every weight/);
  });
});

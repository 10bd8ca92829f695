import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAbTests } from '../creative/posts/ab-tests.js';
import { readSocialPosts } from '../creative/posts/social-posts.js';
import { type Answer, type Request, type ServiceServer, serviceServer } from '../testing/service-server.js';
import { type CollectPlatform, collect } from './collect.js';

const token = 'EAAtest0123456789SECRETtoken';
const since = new Date('2026-01-01T00:00:00Z');
const variables = {
  INSTAGRAM_ACCESS_TOKEN: token,
  INSTAGRAM_ACCOUNT_ID: '178',
  FACEBOOK_ACCESS_TOKEN: token,
  FACEBOOK_PAGE_ID: '99',
  LINKEDIN_ACCESS_TOKEN: token,
  LINKEDIN_ORGANIZATION_ID: '5',
  DRIBBBLE_ACCESS_TOKEN: token,
  BEHANCE_API_KEY: token,
  BEHANCE_USER: 'studio',
  OPTIMIZELY_ACCESS_TOKEN: token,
  OPTIMIZELY_PROJECT_ID: '7',
};

let folder = '';
let server: ServiceServer;
let before: NodeJS.ProcessEnv;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-collect-'));
  before = { ...process.env };
  Object.assign(process.env, variables);
});
afterEach(async () => {
  process.env = before;
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(answer: (request: Request) => Answer | Promise<Answer>) {
  server = await serviceServer((request) => {
    const key = request.query.get('api_key') ?? request.headers.authorization?.replace('Bearer ', '');
    if (request.path.startsWith('/cdn/')) return answer(request);
    if (key !== token) return { status: 401, body: { message: `Bad credentials ${key}` } };
    return answer(request);
  });
}

const run = (platform: CollectPlatform, more: Partial<Parameters<typeof collect>[1]> = {}) =>
  collect(platform, {
    since,
    folder,
    baseUrl: server.address,
    images: false,
    pauseMs: 1,
    timeoutMs: 2000,
    ...more,
  });

/** Every file of a folder, as one text. */
async function allText(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((f) => readFile(path.join(f.parentPath, f.name), 'utf8')))).join('\n');
}

const metric = (name: string, value: number) => ({ name, period: 'lifetime', values: [{ value }] });

/** An account with five media, two a page, as Instagram's documentation describes it. */
function instagramAnswer({ path, query }: Request): Answer {
  if (path === '/178') return { body: { id: '178', username: 'shop', followers_count: 5000 } };
  if (path.endsWith('/insights')) {
    if (path === '/m3/insights')
      return {
        status: 400,
        body: { error: { message: 'Not enough viewers', code: 10, type: 'OAuthException' } },
      };
    return {
      body: { data: [metric('reach', 900), metric('saved', 3), metric('shares', 4), metric('views', 1200)] },
    };
  }
  if (path !== '/178/media') return { status: 404, body: { error: { message: 'no such path', code: 803 } } };
  const from = Number(query.get('after')?.slice(1) ?? 0);
  const data = [1, 2, 3, 4, 5].slice(from, from + 2).map((n) => ({
    id: `m${n}`,
    media_type: 'IMAGE',
    media_url: `${server.address}/cdn/${n}.png`,
    timestamp: `2026-02-0${n}T10:00:00+0000`,
    like_count: 10 * n,
    comments_count: n,
  }));
  const after = `c${from + 2}`;
  const next = `${server.address}/178/media?access_token=${token}&after=${after}`;
  return { body: { data, paging: { cursors: { before: 'x', after }, ...(from + 2 < 5 && { next }) } } };
}

describe('collect from Instagram', () => {
  beforeEach(() => start(instagramAnswer));
  const paths = () => server.requests.map(({ path, query }) => `${path}${query.get('after') ?? ''}`);

  it('follows the cursors, keeps every answer, and nowhere the token', async () => {
    const found = await run('instagram');
    expect(found).toMatchObject({ records: 5, pages: 3, requests: 9, resumed: false });
    const { records, rejected, warnings } = await readSocialPosts(found.recordsPath);
    expect([...rejected, ...warnings]).toEqual([]);
    expect(records[0]).toMatchObject({
      id: 'm1',
      account: '178',
      platform: 'instagram',
      postingTime: '2026-02-01T10:00:00+00:00',
      likes: 10,
      comments: 1,
      shares: 4,
      saves: 3,
      reach: 900,
      impressions: 1200,
      audienceSize: 5000,
    });
    expect(records[2]).toMatchObject({ likes: 30, reach: null });
    expect(server.requests[1].query.get('since')).toBe(String(since.getTime() / 1000));
    expect((await readdir(path.join(found.folder, 'answers'))).length).toBe(9);
    expect(await allText(folder)).not.toContain(token);
  });

  it('waits as Retry-After says, and tries again after 500, a cut connection, a cut body and broken JSON', async () => {
    server.fail('GET /178/media', { status: 429, headers: { 'retry-after': '1' }, body: {} });
    server.fail('GET /178/media', { status: 500, body: {} }, 'cut', 'cut body');
    server.fail('GET /m1/insights', { body: '{"data": [' });
    server.fail('GET /m2/insights', { status: 400, body: { error: { message: 'limit', code: 4 } } });
    const from = performance.now();
    expect(await run('instagram')).toMatchObject({ records: 5, requests: 13 });
    expect(performance.now() - from).toBeGreaterThan(950);
  });

  it('goes on where it was interrupted, without asking twice', async () => {
    const broken = { status: 500, body: { error: { message: 'down', code: 2 } } };
    server.fail('GET /m4/insights', broken, broken);
    const error = await run('instagram', { retries: 1 }).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'ServiceError', fault: 'failed', httpStatus: 500 });
    const asked = paths();
    const [name] = await readdir(path.join(folder, 'instagram'));
    const state = JSON.parse(await readFile(path.join(folder, 'instagram', name, 'state.json'), 'utf8'));
    expect(state).toMatchObject({ pages: 1, next: 'c2', finished: false });
    server.requests.length = 0;
    expect(await run('instagram')).toMatchObject({ records: 5, resumed: true, requests: 3 });
    expect(paths()).toEqual(['/m4/insights', '/178/mediac4', '/m5/insights']);
    expect(asked).not.toContain('/m5/insights');
    expect(await run('instagram')).toMatchObject({ resumed: false, requests: 9 });
  });

  it('says in one line which variable is missing or refused', async () => {
    process.env.INSTAGRAM_ACCESS_TOKEN = '';
    await expect(run('instagram')).rejects.toThrow(/^no key for Instagram: put INSTAGRAM_ACCESS_TOKEN=…/);
    process.env.INSTAGRAM_ACCESS_TOKEN = token;
    process.env.INSTAGRAM_ACCOUNT_ID = '';
    await expect(run('instagram')).rejects.toThrow(/INSTAGRAM_ACCOUNT_ID=…/);
    process.env.INSTAGRAM_ACCOUNT_ID = '178';
    const expired = { message: `Session has expired, token ${token}`, type: 'OAuthException', code: 190 };
    server.fail('GET /178', { status: 400, body: { error: expired } });
    const error = await run('instagram').catch((thrown) => thrown);
    expect(error).toMatchObject({ fault: 'refused', httpStatus: 400 });
    expect(error.message).toMatch(/^Instagram refused INSTAGRAM_ACCESS_TOKEN \(HTTP 400\)/);
    expect(String(error.stack)).not.toContain(token);
    expect(await allText(folder)).not.toContain(token);
  });

  it('gives up on a long limit, a hanging service, another form and another address', async () => {
    server.fail('GET /178', { status: 429, headers: { 'retry-after': '3600' }, body: {} });
    await expect(run('instagram')).rejects.toThrow(/limits this key .* goes on where it stopped/);
    server.fail('GET /178', 'hang');
    await expect(run('instagram', { timeoutMs: 60, retries: 0 })).rejects.toThrow(
      /did not answer within 0.06 s/,
    );
    server.fail('GET /178', { body: [] });
    await expect(run('instagram')).rejects.toThrow(/not the documented one/);
    server.fail('GET /178', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: {} });
    await expect(run('instagram', { since: new Date('2026-01-02') })).rejects.toThrow(/redirects elsewhere/);
    await expect(run('instagram', { baseUrl: 'http://example.com' })).rejects.toThrow(/no https address/);
    await expect(run('instagram', { since: new Date('2999-01-01') })).rejects.toThrow(/not in the future/);
    await expect(run('myspace' as CollectPlatform)).rejects.toThrow(/instagram, facebook, linkedin/);
  });

  it('downloads the images, from public addresses unless others are allowed', async () => {
    const png = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#c33' } })
      .png()
      .toBuffer();
    await server.close();
    await start(instagramAnswer);
    const { createServer } = await import('node:http');
    const cdn = createServer((_, response) => void response.end(png));
    await new Promise<void>((done) => cdn.listen(0, '127.0.0.1', done));
    const address = `http://127.0.0.1:${(cdn.address() as { port: number }).port}`;
    try {
      const media = (request: Request): Answer => {
        const { body, ...rest } = instagramAnswer(request);
        return {
          ...rest,
          body: JSON.parse(JSON.stringify(body).replaceAll(`${server.address}/cdn`, address)),
        };
      };
      await server.close();
      await start(media);
      const refused = await run('instagram', { images: true });
      expect(refused.imageFailures).toHaveLength(5);
      expect(refused.imageFailures[0].reason).toMatch(/loopback address/);
      const found = await run('instagram', { images: true, allowAddresses: ['127.0.0.1'] });
      expect(found.imageFailures).toEqual([]);
      const { records } = await readSocialPosts(found.recordsPath);
      expect(await readFile(records[0].image!)).toEqual(png);
    } finally {
      cdn.close();
    }
  });
});

describe('collect from the others', () => {
  it('Facebook: published posts of a page', async () => {
    await start(({ path }) => {
      if (path === '/99') return { body: { followers_count: 70, id: '99' } };
      if (path.endsWith('/insights'))
        return {
          body: { data: [metric('post_media_view', 500), metric('post_total_media_view_unique', 400)] },
        };
      const post = {
        id: '99_1',
        created_time: '2026-03-01T10:00:00+0000',
        full_picture: 'https://cdn.example/1.jpg',
        reactions: { data: [], summary: { total_count: 12 } },
        comments: { data: [], summary: { total_count: 3 } },
      };
      return { body: { data: [post], paging: { cursors: { before: 'a', after: 'b' } } } };
    });
    const { records } = await readSocialPosts((await run('facebook')).recordsPath);
    expect(records[0]).toMatchObject({
      likes: 12,
      comments: 3,
      shares: 0,
      reach: 400,
      impressions: 500,
      audienceSize: 70,
    });
  });

  it('LinkedIn: posts by start and count, until one is too old, with statistics and images in batches', async () => {
    const urn = (n: number) => `urn:li:${n % 2 ? 'share' : 'ugcPost'}:${n}`;
    await start(({ path, query, headers }) => {
      expect(headers['x-restli-protocol-version']).toBe('2.0.0');
      expect(headers['linkedin-version']).toMatch(/^\d{6}$/);
      if (path.startsWith('/networkSizes/')) return { body: { firstDegreeSize: 219 } };
      if (path.startsWith('/organizations/'))
        return { body: { staffCountRange: 'SIZE_51_TO_200', localizedIndustries: ['Furniture'] } };
      if (path === '/organizationalEntityShareStatistics') {
        const ids =
          `${query.get('shares') ?? ''}${query.get('ugcPosts') ?? ''}`.match(/urn:li:\w+:\d+/g) ?? [];
        const totalShareStatistics = {
          likeCount: 5,
          commentCount: 1,
          shareCount: 2,
          clickCount: 12,
          impressionCount: 400,
          engagement: 0.05,
        };
        const elements = ids.map((id) => ({
          [id.includes('ugc') ? 'ugcPost' : 'share']: id,
          totalShareStatistics,
        }));
        return { body: { elements, paging: { start: 0, count: 10, links: [] } } };
      }
      if (path === '/images')
        return { body: { results: { 'urn:li:image:A': { downloadUrl: 'https://cdn.example/a' } } } };
      const from = Number(query.get('start'));
      const elements = [4, 3, 2, 1].slice(from, from + 2).map((n) => ({
        id: urn(n),
        publishedAt: Date.UTC(2025, 9 + n, 1),
        content: n === 4 ? { media: { id: 'urn:li:image:A' } } : {},
      }));
      return {
        body: { elements, paging: { start: from, count: 2, total: 4, links: [{ rel: 'next', href: '…' }] } },
      };
    });
    const found = await run('linkedin');
    const { records, warnings } = await readSocialPosts(found.recordsPath);
    expect(warnings).toEqual([]);
    expect(records.map(({ id }) => id)).toEqual([urn(4), urn(3)]);
    expect(records[0]).toMatchObject({
      image: 'https://cdn.example/a',
      clicks: 12,
      impressions: 400,
      engagementRate: 0.05,
      audienceSize: 219,
      companySize: 'SIZE_51_TO_200',
      industry: 'Furniture',
    });
    expect(records[1].image).toBeNull();
  });

  it('Dribbble: pages as the Link header says, at rest while nothing is left of the limit', async () => {
    let waitedFrom = 0;
    await start(({ path, query }) => {
      if (path === '/user') return { body: { login: 'ann', followers_count: 9 } };
      const page = Number(query.get('page'));
      // A timer may fire a millisecond early.
      if (page === 2) expect(Date.now()).toBeGreaterThanOrEqual(waitedFrom - 5);
      const headers: Record<string, string> =
        page === 1 ? { link: `<${server.address}/user/shots?page=2>; rel="next", <x>; rel="last"` } : {};
      if (page === 1) {
        waitedFrom = Math.ceil(Date.now() / 1000) * 1000;
        Object.assign(headers, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(waitedFrom / 1000),
        });
      }
      const shot = {
        id: page,
        images: { hidpi: null, normal: 'https://cdn.example/s.png' },
        published_at: '2026-02-01T00:00:00Z',
      };
      return { headers, body: [shot, { ...shot, id: 10 + page, published_at: '2020-01-01T00:00:00Z' }] };
    });
    const { records } = await readSocialPosts((await run('dribbble')).recordsPath);
    expect(records.map(({ id, account, likes }) => [id, account, likes])).toEqual([
      ['1', 'ann', null],
      ['2', 'ann', null],
    ]);
  });

  /** Two shots, and always a further page, which is what `idOf` says of its number. */
  const endless = (idOf: (page: number) => number) =>
    start(({ path, query }) => {
      if (path === '/user') return { body: { login: 'ann' } };
      const page = Number(query.get('page'));
      const id = idOf(page);
      const headers = { link: `<${server.address}/user/shots?page=${page + 1}>; rel="next"` };
      return { headers, body: [{ id, images: {}, published_at: '2026-02-01T00:00:00Z' }] };
    });

  it('ends at a page that it was given before', async () => {
    await endless((page) => Math.min(page, 2));
    expect(await run('dribbble')).toMatchObject({ records: 2, pages: 2, repeated: true });
    await server.close();
    // Facebook's cursors lead in a circle: c2, c3, c2, …
    await start(({ path, query }) => {
      if (path === '/99') return { body: { followers_count: 1 } };
      const after = query.get('after') === 'c2' ? 'c3' : 'c2';
      return { body: { data: [], paging: { cursors: { after }, next: 'https://graph.example/next' } } };
    });
    expect(await run('facebook')).toMatchObject({ records: 0, pages: 3, repeated: true });
  });

  it('ends after as many pages as are wanted, and goes on when more are', async () => {
    await endless((page) => page);
    await expect(run('dribbble', { maxPages: 3 })).rejects.toThrow(
      'Dribbble names a further page after 3; give a later start, or more pages (--max-pages)',
    );
    expect(server.requests).toHaveLength(4);
    await expect(run('dribbble', { maxPages: 5 })).rejects.toThrow('a further page after 5');
    expect(server.requests).toHaveLength(6);
  });

  it('Behance: the key in the address and in no file; 403 names its variable', async () => {
    await start(({ path, query }) => {
      if (!path.endsWith('/projects'))
        return { body: { user: { stats: { followers: 40 } }, http_code: 200 } };
      const projects =
        Number(query.get('page')) > 1
          ? []
          : [
              {
                id: 1,
                published_on: 1769904000,
                covers: { '115': 'https://cdn.example/s', '808': 'https://cdn.example/l' },
                stats: { views: 300, appreciations: 20, comments: 2 },
              },
            ];
      return { body: { projects, http_code: 200 } };
    });
    const found = await run('behance');
    expect(found).toMatchObject({ records: 1, pages: 2 });
    const { records } = await readSocialPosts(found.recordsPath);
    expect(records[0]).toMatchObject({
      image: 'https://cdn.example/l',
      likes: 20,
      impressions: 300,
      audienceSize: 40,
    });
    expect(await allText(folder)).not.toContain(token);
    server.fail('GET /users', { status: 403, body: { http_code: 403 } });
    await expect(run('behance')).rejects.toThrow(/refused BEHANCE_API_KEY \(HTTP 403\)/);
  });

  it('Optimizely: each variation beside the baseline', async () => {
    await start(({ path }) => {
      if (path === '/experiments')
        return {
          body: [
            { id: 1, last_modified: '2026-02-01T00:00:00Z' },
            { id: 2, last_modified: '2025-02-01T00:00:00Z' },
          ],
        };
      const side = (name: string, is_baseline: boolean, rate: number, significance?: number) => ({
        name,
        is_baseline,
        rate,
        samples: 1000,
        ...(significance && { lift: { significance, is_significant: significance > 0.9 } }),
      });
      const results = { '11': side('old', true, 0.05), '12': side('new', false, 0.08, 0.99) };
      const clicks = { '11': side('old', true, 0.2), '12': side('new', false, 0.3) };
      return {
        body: {
          metrics: [
            { name: 'Revenue', aggregator: 'sum', results: {} },
            { name: 'Banner click', aggregator: 'unique', results: clicks },
            { name: 'Orders', aggregator: 'unique', results },
          ],
        },
      };
    });
    const { records, warnings } = await readAbTests((await run('optimizely')).recordsPath);
    expect(warnings).toEqual([]);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      id: '1-12',
      a: { name: 'old', conversionRate: 0.05, clickThroughRate: 0.2, impressions: 1000 },
      b: { name: 'new', conversionRate: 0.08, clickThroughRate: 0.3 },
      statisticalSignificance: 0.99,
    });
  });
});

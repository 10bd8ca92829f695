import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  engagementRate,
  engagementScore,
  fitEngagementScale,
  logEngagement,
  type Outcome,
  rateOfScore,
} from './engagement.js';

const none: Outcome = {
  platform: 'instagram',
  likes: null,
  comments: null,
  shares: null,
  saves: null,
  clicks: null,
  reach: null,
  impressions: null,
  engagementRate: null,
};

describe('engagementRate', () => {
  it('counts what the platform counts', () => {
    const counts = { likes: 10, comments: 5, shares: 3, saves: 2, clicks: 20, reach: 100, impressions: 200 };
    expect(engagementRate({ ...none, ...counts })).toBe(0.2);
    expect(engagementRate({ ...none, ...counts, platform: 'linkedin' })).toBe(38 / 200);
    expect(engagementRate({ ...none, ...counts, reach: null })).toBe(0.1);
    expect(engagementRate({ ...none, reach: 100, engagementRate: 0.07 })).toBe(0.07);
    expect(engagementRate({ ...none, likes: 3 })).toBeNull();
    expect(logEngagement({ ...none, likes: 0, reach: 99 })).toBe(Math.log(0.5 / 100));
    expect(logEngagement(none)).toBeNaN();
  });
});

describe('engagementScore', () => {
  const posts = (n: number, platform: Outcome['platform'] = 'instagram', factor = 1): Outcome[] =>
    Array.from({ length: n }, (_, i) => ({ ...none, platform, likes: factor * (i + 1), reach: 10_000 }));

  it('is 50 at the median of each platform, and rises with the rate', () => {
    const all = [...posts(41), ...posts(41, 'tiktok', 20)];
    const scale = fitEngagementScale(all);
    expect(engagementScore(all[20], scale)).toBeCloseTo(50, 9);
    expect(engagementScore(all[61], scale)).toBeCloseTo(50, 9);
    const usual = scale.platforms.instagram!;
    const oneAbove = { ...none, engagementRate: Math.exp(usual.center + usual.spread) };
    expect(engagementScore(oneAbove, scale)).toBeCloseTo(100 / (1 + Math.exp(-1)), 9);
    expect(rateOfScore(engagementScore(oneAbove, scale), 'instagram', scale)).toBeCloseTo(
      oneAbove.engagementRate,
      12,
    );
    expect(JSON.parse(JSON.stringify(scale))).toEqual(scale);
  });

  it('pools platforms with few posts, and says so; refuses unknown ones and too few posts', () => {
    const scale = fitEngagementScale([...posts(30), ...posts(3, 'facebook')]);
    expect(scale.pooled).toEqual(['facebook']);
    expect(scale.platforms.facebook!.posts).toBe(33);
    expect(() => engagementScore({ ...none, platform: 'linkedin' }, scale)).toThrow(
      /no platform "linkedin", only facebook, instagram/,
    );
    expect(() => fitEngagementScale(posts(19))).toThrow(/^19 posts/);
    expect(engagementScore(none, scale)).toBeNaN();
  });

  it('stays in [0, 100] and is monotone in the interactions', () => {
    const scale = fitEngagementScale(posts(50));
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((likes) =>
          engagementScore({ ...none, likes, reach: 10_000 }, scale),
        );
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
        expect(low).toBeLessThanOrEqual(high);
      }),
      { numRuns: 100 },
    );
  });
});

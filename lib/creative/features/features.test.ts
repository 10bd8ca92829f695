import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { featureShifts } from '../../bench/feature-shifts.js';
import { palette } from '../../images/color/index.js';
import { contrastRatio, relativeLuminance } from '../../images/index.js';
import { drawCreatives } from '../../samples/creatives/draw-creatives.js';
import { readSocialPosts } from '../posts/social-posts.js';
import { readCanvas } from './canvas.js';
import { visualFeatures } from './extract.js';
import { creativeFeatureList, visualFeatureNames } from './feature-list.js';
import { hueHarmony } from './harmony.js';
import { textRegions } from './text-regions.js';

const fonts = {
  loadSystemFonts: false,
  fontDirs: [fileURLToPath(new URL('ttf', import.meta.resolve('dejavu-fonts-ttf/package.json')))],
  defaultFontFamily: 'DejaVu Sans',
};

function draw(content: string, { width = 1080, height = 1080, background = '#fff' } = {}): Uint8Array {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${background}"/>${content}</svg>`;
  return new Resvg(svg, { font: fonts }).render().asPng();
}

const headline = (fill = '#111') =>
  `<text x="80" y="300" font-size="110" font-family="DejaVu Sans" font-weight="bold" fill="${fill}">Summer sale</text>`;
const body = [0, 1, 2]
  .map(
    (i) =>
      `<text x="80" y="${450 + 60 * i}" font-size="36" font-family="DejaVu Sans" fill="#333">Fresh linen for the whole house</text>`,
  )
  .join('');
const poster = `<rect x="560" y="620" width="420" height="380" fill="#c0392b"/>${headline()}${body}`;

describe('WCAG', () => {
  it('gives 21 for black on white and 4.54 for #767676 on white', () => {
    expect(contrastRatio(relativeLuminance(0, 0, 0), relativeLuminance(255, 255, 255))).toBeCloseTo(21, 6);
    expect(contrastRatio(relativeLuminance(0x76, 0x76, 0x76), 1)).toBeCloseTo(4.54, 2);
  });
});

describe('colour', () => {
  it('finds the three colours of three stripes, and their shares', async () => {
    const canvas = await readCanvas(
      draw(
        '<rect width="540" height="1080" fill="#d00"/><rect x="540" width="270" height="1080" fill="#00d"/>',
      ),
    );
    const colors = palette(canvas);
    expect(colors.map(({ share }) => Math.round(share * 100))).toEqual([50, 25, 25]);
    expect(colors[0].lab[0]).toBeCloseTo(46, 0);
  });

  it('sees one colour in a flat picture: no contrast, no edge, all white space', async () => {
    const flat = await visualFeatures(draw('', { background: '#3366cc' }));
    expect(flat).toMatchObject({
      effective_colors: 1,
      dominant_color_share: 1,
      palette_contrast: 1,
      lightness_contrast: 0,
      edge_density: 0,
      white_space: 1,
      text_lines: 0,
      balance: 1,
      symmetry: 1,
      region_count: 1,
      log_aspect_ratio: 0,
    });
  });

  it('has warm colours above grey, cool ones below, as Ou and others give them, whatever the lightness', async () => {
    const warmth = async (background: string) => (await visualFeatures(draw('', { background }))).warmth;
    expect(await warmth('#808080')).toBeCloseTo(-0.5, 2);
    expect(await warmth('#ff0000')).toBeCloseTo(2.351, 2);
    expect(await warmth('#0000ff')).toBeCloseTo(-1.394, 2);
    for (const warm of ['#ff8000', '#ffff00', '#8b3a1a', '#e67e22']) {
      expect(await warmth(warm), warm).toBeGreaterThan(0.3);
    }
    for (const cool of ['#00ffff', '#0080ff', '#3366cc', '#87ceeb', '#102040']) {
      expect(await warmth(cool), cool).toBeLessThan(-0.8);
    }
    expect(Math.abs((await warmth('#00ff00')) + 0.5)).toBeLessThan(0.5);
    expect(Math.abs((await warmth('#ff00ff')) + 0.5)).toBeLessThan(0.5);
  });

  it('calls grey, one hue and opposite hues harmonious, and four even hues less so', () => {
    const at = (...hues: number[]) =>
      hues.map((hue) => ({
        lab: [50, 60 * Math.cos((hue * Math.PI) / 180), 60 * Math.sin((hue * Math.PI) / 180)] as const,
        share: 1 / hues.length,
        luminance: 0.2,
      }));
    expect(hueHarmony([{ lab: [50, 1, 1], share: 1, luminance: 0.2 }])).toBe(1);
    expect(hueHarmony(at(40, 45))).toBeGreaterThan(0.95);
    expect(hueHarmony(at(40, 220))).toBeGreaterThan(0.95);
    expect(hueHarmony(at(0, 90, 180, 270))).toBeLessThan(0.9);
  });

  it('has the colourfulness of Hasler and Süsstrunk for pure red: 0.3 · √(255² + 127.5²)', async () => {
    const { colorfulness } = await visualFeatures(draw('', { background: '#f00' }));
    expect(colorfulness).toBeCloseTo(0.3 * Math.hypot(255, 127.5), 1);
    const half = '<rect width="540" height="1080" fill="#0ff"/>';
    const most = (await visualFeatures(draw(half, { background: '#f00' }))).colorfulness;
    expect(most).toBeGreaterThan(280);
  });
});

describe('typography', () => {
  it('finds a headline and three lines, where they are, and how high', async () => {
    const regions = textRegions(await readCanvas(draw(headline() + body)));
    expect(regions.length).toBe(4);
    expect(regions[0].top).toBeGreaterThan(0.17);
    expect(regions[0].top + regions[0].height).toBeLessThan(0.33);
    expect(regions[0].left).toBeCloseTo(80 / 1080, 1);
    expect(regions[0].contrast).toBeGreaterThan(12);
    expect(regions[0].height / regions[2].height).toBeGreaterThan(2);
  });

  it('takes neither shapes nor stripes for text', async () => {
    const shapes =
      '<circle cx="300" cy="300" r="120" fill="#27ae60"/><rect x="500" y="600" width="300" height="60" fill="#222"/><path d="M100 900 L900 880" stroke="#000" stroke-width="6"/>';
    expect(textRegions(await readCanvas(draw(shapes)))).toEqual([]);
  });

  it('measures the contrast of light grey on white as too low', async () => {
    const pale = await visualFeatures(draw(headline('#ccc')));
    expect(pale.text_lines).toBe(1);
    expect(pale.text_contrast).toBeLessThan(2);
    expect(pale.accessible_text).toBe(0);
    expect((await visualFeatures(draw(headline()))).accessible_text).toBe(1);
  });

  it('sees the hierarchy of a headline over small print', async () => {
    const { text_hierarchy } = await visualFeatures(draw(headline() + body));
    expect(text_hierarchy).toBeGreaterThan(2);
  });
});

describe('layout', () => {
  const square = (x: number, y: number) => `<rect x="${x}" y="${y}" width="160" height="160" fill="#000"/>`;

  it('calls a centred square balanced and symmetric, one in a corner neither', async () => {
    const centred = await visualFeatures(draw(square(460, 460)));
    const corner = await visualFeatures(draw(square(20, 20)));
    expect(centred.balance).toBeGreaterThan(0.97);
    expect(centred.symmetry).toBeGreaterThan(0.97);
    expect(corner.balance).toBeLessThan(centred.balance - 0.2);
    expect(corner.symmetry).toBeLessThan(0.1);
  });

  it('sees what lies on a point of thirds', async () => {
    const third = await visualFeatures(draw(square(280, 280)));
    const corner = await visualFeatures(draw(square(20, 20)));
    expect(third.rule_of_thirds).toBeGreaterThan(1.5 * corner.rule_of_thirds);
  });

  it('finds more alignment in a grid than in the same squares strewn about, and less white space in more of them', async () => {
    const grid = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => square(60 + 260 * i, 60 + 260 * j)));
    const strewn = grid.map((_, i) => square(((i * 389) % 900) + 10, ((i * 251) % 900) + 10));
    const [a, b, one] = await Promise.all(
      [grid.join(''), strewn.join(''), grid[0]].map((s) => visualFeatures(draw(s))),
    );
    expect(a.alignment).toBeGreaterThan(b.alignment + 0.03);
    expect(one.white_space).toBeGreaterThan(a.white_space + 0.1);
    expect(a.region_count).toBe(17);
  });
});

describe('known pictures', () => {
  const text = (lines: number) =>
    Array.from(
      { length: lines },
      (_, i) =>
        `<text x="80" y="${200 + 52 * i}" font-size="38" font-family="DejaVu Sans" fill="#234">${['Fresh linen for the whole house', 'Choose your colour today', 'Made to last for many years'][i % 3]}</text>`,
    ).join('');
  const quadrants = ['#e33', '#3a3', '#35c', '#fb0']
    .map(
      (fill, i) =>
        `<rect x="${540 * (i % 2)}" y="${540 * (i >> 1)}" width="540" height="540" fill="${fill}"/>`,
    )
    .join('');

  it.each([0.4, 1, 2])('have their counts, at %f of their size', async (scale) => {
    const counts = async (content: string) => {
      const png = await sharp(draw(content))
        .resize(Math.round(1080 * scale))
        .png()
        .toBuffer();
      const { text_lines, region_count } = await visualFeatures(png);
      return [text_lines, region_count];
    };
    expect((await counts(quadrants))[1]).toBe(4);
    expect((await counts('<rect x="300" y="300" width="300" height="300" fill="#000"/>'))[1]).toBe(2);
    for (const lines of [1, 3, 7, 12]) expect((await counts(text(lines)))[0]).toBeCloseTo(lines, 1);
    expect((await counts(headline() + body))[0]).toBeCloseTo(4, 1);
    expect((await counts(quadrants))[0]).toBe(0);
  });
});

describe('invariance', () => {
  it('moves no feature by more than 0.3 standard deviations in nine of ten drawn creatives', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-features-'));
    try {
      const { records } = await readSocialPosts(
        (await drawCreatives({ count: 40, seed: 5, folder })).postsPath,
      );
      const moved = await featureShifts(records.map(({ image }) => image!));
      for (const { name, variant, shift } of moved) {
        expect(shift, `${name}, ${variant}`).toBeLessThanOrEqual(0.3);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 120_000);

  const tolerance: Record<string, number> = {
    text_lines: 1,
    region_count: 3,
    compressed_bits: 0.25,
    text_hierarchy: 0.6,
    alignment: 0.06,
    colorfulness: 3,
    saturation: 2,
  };

  it('changes little with size and JPEG quality', async () => {
    const png = draw(poster);
    const base: Record<string, number> = await visualFeatures(png);
    for (const other of [
      await sharp(png).resize(720).png().toBuffer(),
      await sharp(png).jpeg({ quality: 70 }).toBuffer(),
    ]) {
      const features: Record<string, number> = await visualFeatures(other);
      for (const name of visualFeatureNames) {
        const allowed = tolerance[name] ?? Math.max(0.06, 0.06 * Math.abs(base[name]));
        expect(
          Math.abs(features[name] - base[name]),
          `${name}: ${base[name]} and ${features[name]}`,
        ).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it('keeps every feature in its documented range, on noise too', async () => {
    const noise = Uint8Array.from(
      { length: 300 * 200 * 3 },
      (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 255,
    );
    const png = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
      .png()
      .toBuffer();
    const red = '<rect width="692" height="1080" fill="#f00"/>';
    const extremes = ['#0ff', '#0f0', '#f00', '#00a5ff'].map((background) => draw(red, { background }));
    for (const image of [png, draw(poster), draw(''), draw('', { background: '#00a5ff' }), ...extremes]) {
      const features: Record<string, number> = await visualFeatures(image);
      expect(Object.keys(features).sort()).toEqual([...visualFeatureNames].sort());
      for (const { name, range } of creativeFeatureList.filter(({ group }) => group !== 'context')) {
        expect(features[name], name).toBeGreaterThanOrEqual(range[0] - 1e-9);
        expect(features[name], name).toBeLessThanOrEqual(range[1] + 1e-9);
      }
    }
  });
});

describe('bad input', () => {
  it('names an image that is none, is cut short or too small', async () => {
    await expect(visualFeatures(new TextEncoder().encode('no image'), 'a.png')).rejects.toThrow(
      /^a\.png cannot be read as an image/,
    );
    await expect(visualFeatures(draw(poster).subarray(0, 2000), 'cut.png')).rejects.toThrow(/^cut\.png/);
    await expect(visualFeatures(draw('', { width: 8, height: 300 }), 'thin.png')).rejects.toThrow(/8 × 300/);
    await expect(visualFeatures('/nowhere/x.png')).rejects.toThrow(/x\.png cannot be read/);
  });

  it('reads grey, CMYK, alpha and turned images', async () => {
    const png = draw(poster);
    const plain: Record<string, number> = await visualFeatures(png);
    const grey = await visualFeatures(await sharp(png).greyscale().png().toBuffer());
    expect(grey.saturation).toBeLessThan(1);
    const cmyk: Record<string, number> = await visualFeatures(
      await sharp(png).toColourspace('cmyk').jpeg().toBuffer(),
    );
    expect(Math.abs(cmyk.lightness - plain.lightness)).toBeLessThan(5);
    const turned = await sharp(await sharp(png).resize(600, 300, { fit: 'fill' }).toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await visualFeatures(turned)).log_aspect_ratio).toBeCloseTo(Math.log(0.5), 6);
  });
});

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { channels } from '../../images/color/index.js';
import { type ColorName, colors, styleNames } from './attributes.js';
import { categoryNames, categoryOf } from './categories.js';
import { drawProduct } from './draw.js';
import { takePhoto } from './photo.js';
import { makeProducts, type SampleProduct } from './product.js';

const [some] = makeProducts(42, 1);

/** Red, green and blue of the middle of a photo, averaged. */
async function middle(product: SampleProduct): Promise<number[]> {
  const photo = await takePhoto(product, 42);
  const crop = await sharp(photo).extract({ left: 88, top: 120, width: 80, height: 60 }).toBuffer();
  return (await sharp(crop).stats()).channels.map((channel) => channel.mean);
}

test('a plain cushion has the colour that it is named after', async () => {
  const pillow = {
    ...some,
    category: 'pillow',
    material: 'cotton',
    style: 'modern',
    variant: 'Square',
  } as const;
  const names: ColorName[] = [
    'black',
    'white',
    'gray',
    'navy',
    'blue',
    'teal',
    'green',
    'red',
    'pink',
    'yellow',
  ];
  for (const color of names) {
    const mean = await middle({ ...pillow, color });
    const distance = (name: ColorName) =>
      Math.hypot(...channels(colors[name].hex).map((x, i) => x - mean[i]));
    const nearest = [...names].sort((a, b) => distance(a) - distance(b))[0];
    expect(nearest).toBe(color);
    expect(distance(color), color).toBeLessThan(45);
  }
});

test('every category, variant and style draws well-formed pictures without text', () => {
  for (const category of categoryNames) {
    for (const variant of categoryOf(category).variants) {
      for (const [i, style] of styleNames.entries()) {
        const { materials } = categoryOf(category);
        const svg = drawProduct(
          { ...some, category, variant, style, material: materials[i % materials.length] },
          7,
        );
        expect(svg).not.toMatch(/NaN|undefined|Infinity|<text/);
      }
    }
  }
});

test('a photo of each variant decodes at 256 × 256 and shows more than its background', async () => {
  for (const category of categoryNames) {
    for (const variant of categoryOf(category).variants) {
      const product = {
        ...some,
        category,
        variant,
        color: 'red',
        material: categoryOf(category).materials[0],
      } as const;
      const { info, data } = await sharp(await takePhoto(product, 1))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels, info.format]).toEqual([256, 256, 3, 'raw']);
      expect((await sharp(data, { raw: info }).stats()).entropy, `${category} ${variant}`).toBeGreaterThan(
        3.5,
      );
    }
  }
});

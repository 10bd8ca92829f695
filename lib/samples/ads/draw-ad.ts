export interface DrawAdOptions {
  /** Side in pixels of a square ad, 128 to 1,080; the others have about as many pixels. Default 320. */
  readonly size?: number;
  /** The same ad is drawn with so many times its width and height in pixels. Default 1. */
  readonly scale?: number;
}

/** Ad number `index` of a seed, as `generateAds` draws it, as the bytes of a JPEG. */
export async function drawAd(
  seed: number,
  index: number,
  { size = 320, scale = 1 }: DrawAdOptions = {},
): Promise<Buffer> {
  const [{ composeAd }, { renderDesign }] = await Promise.all([
    import('./compose.js'),
    import('../drawing/render.js'),
  ]);
  const { svg, width, height } = composeAd(seed, index, size);
  const sides = (by: number) => `width="${by * width}" height="${by * height}"`;
  return renderDesign(svg.replace(sides(1), sides(scale)));
}

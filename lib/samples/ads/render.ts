import { renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';
import { fontFiles } from '../../plot/index.js';

/** An ad as JPEG bytes. Loads the renderer: import this file dynamically. */
export async function renderAd(svg: string): Promise<Buffer> {
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'DejaVu Sans' },
  });
  return await sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

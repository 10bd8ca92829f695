import { renderAsync } from '@resvg/resvg-js';
import sharp, { type JpegOptions } from 'sharp';
import { fontFiles } from '../../plot/draw/index.js';

/** A drawing as JPEG bytes, its texts in DejaVu Sans. Loads the renderer: import this file dynamically. */
export async function renderJpeg(svg: string, options: JpegOptions): Promise<Buffer> {
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'DejaVu Sans' },
  });
  return await sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 4 } })
    .removeAlpha()
    .jpeg(options)
    .toBuffer();
}

/** A design with texts, so that their edges keep their colours. */
export function renderDesign(svg: string): Promise<Buffer> {
  return renderJpeg(svg, { quality: 88, chromaSubsampling: '4:4:4' });
}

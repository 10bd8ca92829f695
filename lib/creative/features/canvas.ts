import { messageOf } from '../../errors/index.js';
import { type LabChannels, labChannels } from '../../images/color/index.js';
import { decodePixels, ImageError, imageSize } from '../../images/index.js';

/** A creative as the features see it: 256 pixels on its longer side, sRGB, transparency on white. */
export interface Canvas extends LabChannels {
  readonly width: number;
  readonly height: number;
  /** width × height × 3 bytes. */
  readonly rgb: Uint8Array;
  /** Strength of the lightness gradient of each pixel (Sobel), in CIELAB units a pixel. */
  readonly edges: Float32Array;
  /** Bits a pixel of the picture as a JPEG of quality 50. */
  readonly compressedBits: number;
  /** Pixels of the file, turned as its EXIF says. */
  readonly original: { readonly width: number; readonly height: number };
}

/** Pixels of the longer side of the canvas: small print of some 3% of the height can be told from a pattern, and a copy of half the usual size has as much. */
const longestSide = 256;
/** Standard deviation of the Gaussian that takes off what resizing leaves beside edges, pixels. */
const softening = 0.5;
const smallestSide = 16;

/**
 * Decodes an image file, or the bytes of one, for the features.
 * @param name what to call it in an error. Default the path.
 * @throws {ImageError} for what is no image, is cut short, or has a side below 16 pixels
 */
export async function readCanvas(image: string | Uint8Array, name?: string): Promise<Canvas> {
  const refuse = (cause: unknown) => {
    const called = name ?? (typeof image === 'string' ? image : 'the image');
    throw new ImageError(
      `${called} cannot be read as an image: ${messageOf(cause)}; replace the file or leave it out`,
      { cause },
    );
  };
  const original = await imageSize(image).catch(refuse);
  if (Math.min(original.width, original.height) < smallestSide) {
    return refuse(
      new ImageError(
        `it has ${original.width} × ${original.height} pixels; ${smallestSide} × ${smallestSide} are needed`,
      ),
    );
  }
  const { default: sharp } = await import('sharp');
  const { width, height, rgb } = await decoded(image, original).catch(refuse);
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 50 })
    .toBuffer();
  const lab = labChannels(rgb);
  const edges = sobel(lab.lightness, width, height);
  return {
    width,
    height,
    rgb,
    ...lab,
    edges,
    compressedBits: (8 * jpeg.length) / (width * height),
    original,
  };
}

/**
 * The picture at the size of the canvas and with no more detail than a small copy of it has, so that both give the same
 * features. Large pictures are first brought to three times the size: beyond four times, libvips averages squares of
 * pixels before it filters, which leaves other edges than filtering alone.
 */
async function decoded(image: string | Uint8Array, original: Canvas['original']) {
  const { default: sharp } = await import('sharp');
  const scale = Math.min(1, (3 * longestSide) / Math.max(original.width, original.height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  const size = { width: side(original.width), height: side(original.height) };
  const { data, ...raw } = await decodePixels(image, size);
  const small = await sharp(data, { raw: { ...raw, channels: 3 } })
    .resize(longestSide, longestSide, { fit: 'inside' })
    .blur(softening)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: small.info.width, height: small.info.height, rgb: small.data };
}

/** Gradient strength by the Sobel operator, scaled so that a ramp of 1 a pixel gives 1; beyond the rim the picture goes on as it ends. */
export function sobel(channel: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(channel.length);
  for (let y = 0; y < height; y++) {
    const up = Math.max(0, y - 1) * width;
    const here = y * width;
    const down = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const falling = channel[down + right] - channel[up + left];
      const rising = channel[up + right] - channel[down + left];
      const gx = falling + rising + 2 * (channel[here + right] - channel[here + left]);
      const gy = falling - rising + 2 * (channel[down + x] - channel[up + x]);
      out[here + x] = Math.sqrt(gx * gx + gy * gy) / 8;
    }
  }
  return out;
}

import { messageOf } from '../../errors/index.js';
import { decodePixels, ImageError, imageSize, type LabChannels, labChannels } from '../../images/index.js';

/** A creative as the features see it: at most 512 pixels wide or high, sRGB, transparency on white. */
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

/** Pixels of the longer side of the canvas. */
const longestSide = 512;
const smallestSide = 16;

/**
 * Decodes an image file, or the bytes of one, for the features.
 * @param name what to call it in an error; default the path
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
  const size = { width: longestSide, height: longestSide };
  const { width, height, data: rgb } = await decodePixels(image, { ...size, fit: 'inside' }).catch(refuse);
  const { default: sharp } = await import('sharp');
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

/** Gradient strength by the Sobel operator, scaled so that a ramp of 1 a pixel gives 1; 0 on the rim. */
export function sobel(channel: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(channel.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const up = i - width;
      const down = i + width;
      const falling = channel[down + 1] - channel[up - 1];
      const rising = channel[up + 1] - channel[down - 1];
      const gx = falling + rising + 2 * (channel[i + 1] - channel[i - 1]);
      const gy = falling - rising + 2 * (channel[down] - channel[up]);
      out[i] = Math.sqrt(gx * gx + gy * gy) / 8;
    }
  }
  return out;
}

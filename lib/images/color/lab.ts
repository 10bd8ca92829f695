import { linearLight } from './wcag.js';

/** Pixels in CIELAB (D65): lightness in [0, 100], a and b within about ±110. */
export interface LabChannels {
  readonly lightness: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** A square picture in CIELAB. */
export interface LabPicture extends LabChannels {
  readonly size: number;
}

const linear = Float32Array.from(linearLight);

/** CIE's cube root with its linear toe, for ratios 0 … 1.1 in steps of 1/4096. */
const compressed = Float32Array.from({ length: 4508 }, (_, i) => {
  const t = i / 4096;
  return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
});

/** sRGB bytes (size × size × 3) as CIELAB. */
export function labOf(rgb: Uint8Array, size: number): LabPicture {
  return { size, ...labChannels(rgb) };
}

/** sRGB bytes (pixels × 3) as CIELAB, to about 0.1 of a unit. */
export function labChannels(rgb: Uint8Array): LabChannels {
  const pixels = rgb.length / 3;
  const lightness = new Float32Array(pixels);
  const a = new Float32Array(pixels);
  const b = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const red = linear[rgb[3 * i]];
    const green = linear[rgb[3 * i + 1]];
    const blue = linear[rgb[3 * i + 2]];
    const x =
      compressed[((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) * (4096 / 0.95047) + 0.5) | 0];
    const y = compressed[((0.2126729 * red + 0.7151522 * green + 0.072175 * blue) * 4096 + 0.5) | 0];
    const z =
      compressed[((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) * (4096 / 1.08883) + 0.5) | 0];
    lightness[i] = 116 * y - 16;
    a[i] = 500 * (x - y);
    b[i] = 200 * (y - z);
  }
  return { lightness, a, b };
}

/** A decoded picture: rows of red, green, blue, each in 0…255, as tf.browser.fromPixels gives them. */
export interface RgbImage {
  readonly height: number;
  readonly width: number;
  /** height · width · 3 numbers. */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
}

/** Pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** A decoded picture: rows of red, green, blue, each in 0…255, as tf.browser.fromPixels gives them. */
export interface RgbImage extends ImageSize {
  /** height · width · 3 numbers. */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
}

/** A decoded picture as bytes. */
export interface RgbBytes extends RgbImage {
  readonly data: Uint8Array;
}

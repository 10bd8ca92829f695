/** A rectangle in pixels; x and y are its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The box that keeps `margin` pixels from every edge of an ad, moved as little as needed. */
export function kept(box: Box, width: number, height: number, margin: number): Box {
  const within = (at: number, size: number, side: number) =>
    Math.max(margin, Math.min(at, side - margin - size));
  return { ...box, x: within(box.x, box.width, width), y: within(box.y, box.height, height) };
}

const cells = 48;

/** The share of an ad that no box covers, by a grid of 48 × 48 points. */
export function emptyShare(boxes: readonly Box[], width: number, height: number): number {
  let empty = 0;
  for (let row = 0; row < cells; row++) {
    const y = ((row + 0.5) / cells) * height;
    for (let column = 0; column < cells; column++) {
      const x = ((column + 0.5) / cells) * width;
      const covered = boxes.some(
        (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
      );
      if (!covered) empty++;
    }
  }
  return empty / (cells * cells);
}

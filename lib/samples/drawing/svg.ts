import type { Box } from './box.js';

/** A length in pixels, as the drawings write it. */
export const px = (x: number) => x.toFixed(1);

/** A whole picture. */
export function picture(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}

/** A filled box with rounded corners. */
export function plate({ x, y, width, height }: Box, corner: number, fill: string): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${px(corner)}" fill="${fill}"/>`;
}

/** A filled circle. */
export function disc(cx: number, cy: number, radius: number, fill: string): string {
  return `<circle cx="${px(cx)}" cy="${px(cy)}" r="${px(radius)}" fill="${fill}"/>`;
}

import path from 'node:path';
import { ArgumentError } from '../../errors/index.js';
import { jpegUri, thumbnail } from '../../images/index.js';
import { showHtml } from './display.js';
import { cut, escapeHtml } from './html.js';
import { plain } from './number.js';

/** One picture of a grid. */
export interface ImageItem {
  /** The photo's file, a relative path from the project's root; null or '' for an item that has none. */
  readonly path: string | null;
  readonly caption?: string;
  /** A number shown under the caption, such as a similarity. */
  readonly score?: number;
  /** A short word laid over the corner, such as a grade or a rank. */
  readonly badge?: string;
}

/** A titled row of pictures: a query and what it found. */
export interface ImageRow {
  readonly title: string;
  readonly items: readonly ImageItem[];
}

export interface ImageOptions {
  /** Set above the pictures. */
  readonly title?: string;
  /** Pictures side by side where the page is wide enough. Default 5. */
  readonly columns?: number;
  /** Side of a tile in CSS pixels, 40 to 400. Default 160. */
  readonly size?: number;
}

const gridStyle = `<style>
.vitrine-images{margin:.8em 0;color:inherit;font-size:12.5px;line-height:1.4}
.vitrine-images .title{font-weight:600;font-size:14px;margin:0 0 .5em}
.vitrine-images .row-title{font-weight:600;margin:1em 0 .4em}
.vitrine-images .grid{display:grid;gap:14px;justify-content:start}
.vitrine-images figure{margin:0;min-width:0;position:relative}
.vitrine-images .tile{display:flex;align-items:center;justify-content:center;aspect-ratio:1;width:100%;background:#fff;border:1px solid rgba(128,128,128,.3);border-radius:6px;overflow:hidden;box-sizing:border-box}
.vitrine-images .tile img{display:block;width:100%;height:100%;object-fit:contain;margin:0;max-width:none}
.vitrine-images .tile.missing{background:repeating-linear-gradient(45deg,rgba(128,128,128,.1) 0 8px,rgba(128,128,128,.18) 8px 16px);color:inherit}
.vitrine-images .tile.missing span{opacity:.75;padding:.5em;text-align:center}
.vitrine-images figcaption{margin:.35em 0 0;font-style:normal;text-align:left;overflow-wrap:anywhere;color:inherit}
.vitrine-images .score{display:block;opacity:.75;font-variant-numeric:tabular-nums}
.vitrine-images .badge{position:absolute;top:6px;left:6px;padding:0 .5em;border-radius:9px;background:rgba(20,24,28,.78);color:#fff;font-size:11px;line-height:18px}
</style>`;

/**
 * Shows photos as a grid of thumbnails with captions and scores. A photo that is missing or cannot be decoded
 * is a grey tile that keeps its caption. Outside a notebook, prints one line.
 *
 * @throws {ArgumentError} for a size outside 40 to 400 or fewer than one column.
 * @example await showImages([{ path: 'chair.jpg', caption: 'Oak chair', score: 0.91 }], { title: 'Similar', columns: 4 });
 */
export async function showImages(items: readonly ImageItem[], options: ImageOptions = {}): Promise<void> {
  const grid = await gridHtml(items, options);
  const missing = grid.missing ? `, ${grid.missing} without a photo` : '';
  const title = options.title ? `<div class="title">${escapeHtml(options.title)}</div>` : '';
  const line = `${options.title ?? 'images'}: ${plain(items.length, 0)} pictures${missing}`;
  showHtml(`${gridStyle}<div class="vitrine-images">${title}${grid.html}</div>`, line);
}

/**
 * Shows one titled row of photos per entry, such as queries and their first results.
 * @throws {ArgumentError} for a size outside 40 to 400 or fewer than one column
 * @example
 * await showImageRows([{ title: 'black chair', items: [{ path: 'chair.jpg', caption: 'Oak chair', score: 0.91 }] }]);
 */
export async function showImageRows(rows: readonly ImageRow[], options: ImageOptions = {}): Promise<void> {
  const parts: string[] = [];
  for (const row of rows) {
    const { html } = await gridHtml(row.items, options);
    parts.push(`<div class="row-title">${escapeHtml(row.title)}</div>${html}`);
  }
  const title = options.title ? `<div class="title">${escapeHtml(options.title)}</div>` : '';
  const line = `${options.title ?? 'images'}: ${rows.map((row) => `${row.title} (${row.items.length})`).join('; ')}`;
  showHtml(`${gridStyle}<div class="vitrine-images">${title}${parts.join('')}</div>`, line);
}

async function gridHtml(items: readonly ImageItem[], { columns = 5, size = 160 }: ImageOptions) {
  if (!(size >= 40 && size <= 400)) throw new ArgumentError(`image size ${size} is outside 40 to 400 pixels`);
  if (!(Number.isInteger(columns) && columns >= 1))
    throw new ArgumentError(`columns must be 1 or more, not ${columns}`);
  const tiles: string[] = [];
  let missing = 0;
  for (const item of items) {
    const jpeg = await thumbnail(item.path, size);
    if (!jpeg) missing++;
    tiles.push(tile(item, jpeg && jpegUri(jpeg)));
  }
  const least = Math.min(size, 104);
  const width = columns * size + (columns - 1) * 14;
  const style = `max-width:${width}px;grid-template-columns:repeat(auto-fill,minmax(max(${least}px,calc((100% - ${(columns - 1) * 14}px)/${columns} - .1px)),1fr))`;
  return { html: `<div class="grid" style="${style}">${tiles.join('')}</div>`, missing };
}

function tile({ path: file, caption, score, badge }: ImageItem, uri: string | null): string {
  const name = caption || (file ? path.basename(file) : 'no photo');
  const picture = uri
    ? `<div class="tile"><img src="${uri}" alt="${escapeHtml(name)}"></div>`
    : `<div class="tile missing" role="img" aria-label="${escapeHtml(`${name}: no photo`)}"><span>no photo</span></div>`;
  const text = caption ? `<span title="${escapeHtml(caption)}">${escapeHtml(cut(caption, 70))}</span>` : '';
  const number = score === undefined ? '' : `<span class="score">${escapeHtml(plain(score, 3))}</span>`;
  const mark = badge ? `<span class="badge">${escapeHtml(badge)}</span>` : '';
  return `<figure>${picture}${mark}<figcaption>${text}${number}</figcaption></figure>`;
}

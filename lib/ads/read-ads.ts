import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { shown, UserError } from '../errors/index.js';
import { locateImage } from '../images/fetch/index.js';
import { decodeImage, ImageError } from '../images/index.js';
import type { Rejected } from '../records/index.js';
import { metadataName, parseMetadata } from '../samples/ads/index.js';
import { projectPath, readJson, sha256, sha256File } from '../store/index.js';
import type { Ad, AdSet } from './ad.js';
import { type LabelRow, readLabels } from './labels.js';

/** A user's own ads. */
export interface AdFiles {
  /** Folder of the images. */
  readonly images: string;
  /** CSV with file (relative to `images`), quality, compliance and, where it is known, broken: the rules that are. */
  readonly labels: string;
}

export interface ReadAdsOptions {
  /** Fewer usable ads than this are an error. Default 50. */
  readonly least?: number;
  /** Called after each image that was read: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Shorter sides have no room for an ad: pixels. */
const leastSide = 16;
/** Each has a head of its own in the network. */
const mostRules = 32;
const needed =
  'training needs images of at least 16 pixels a side, with a quality from 0 to 100, and both passing and failing ones';

interface Listed extends LabelRow {
  readonly known?: Pick<Ad, 'rules' | 'attributes' | 'sha256'>;
}

/**
 * Reads ads with their labels and decodes every image once to see that it is whole.
 * @param source a folder that `generateAds` made; a folder of images with one CSV in it; or images and CSV by name
 * @returns what can be used; what cannot is in `setAside`, with row, file and reason
 * @throws {UserError} where source or labels cannot be read, fewer than 50 ads are left, or all pass or all fail
 * @example const { ads, setAside } = await readAds({ images: 'photos', labels: 'photos/labels.csv' });
 */
export async function readAds(source: string | AdFiles, options: ReadAdsOptions = {}): Promise<AdSet> {
  const { least = 50, onProgress } = options;
  const { folder, name, listed, refused, rules: listedRules } = await list(source);
  const setAside: Rejected<'row' | 'file'>[] = [...refused];
  const converted: { file: string; changes: readonly string[] }[] = [];
  const first = new Map<string, LabelRow>();
  const unique = listed.filter((row) => {
    const before = first.get(row.file);
    if (!before) return first.set(row.file, row);
    const same = before.quality === row.quality && before.compliant === row.compliant;
    const labels = same
      ? 'the same labels'
      : `other labels, quality ${before.quality} and not ${row.quality}`;
    setAside.push({
      row: row.row,
      file: row.file,
      reason: `listed before in row ${before.row}, with ${labels}`,
    });
    return false;
  });
  let done = 0;
  const limit = pLimit(4);
  const read = await limit.map(unique, async (row): Promise<Ad | null> => {
    try {
      const { ad, changes } = await readAd(folder, row);
      if (changes.length > 0) converted.push({ file: row.file, changes });
      return ad;
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      setAside.push({ row: row.row, file: row.file, reason: thrown.message });
      return null;
    } finally {
      onProgress?.(++done, unique.length);
    }
  });
  const ads = read.filter((ad) => ad !== null);
  setAside.sort((a, b) => a.row - b.row);
  converted.sort((a, b) => (a.file < b.file ? -1 : 1));
  requireEnough(ads, setAside, name, least);
  const seen = new Map<string, string>();
  const duplicates: { file: string; sameAs: string }[] = [];
  for (const { file, sha256: key } of ads) {
    const sameAs = seen.get(key);
    if (sameAs === undefined) seen.set(key, file);
    else duplicates.push({ file, sameAs });
  }
  const rules = listedRules ?? [...new Set(ads.flatMap(({ broken = [] }) => broken))].sort();
  if (rules.length > mostRules) {
    throw new UserError(
      `${name} names ${rules.length} rules in its column broken, such as ${shown(rules.slice(0, 3).join(', '))}, and at most ${mostRules} can be learnt; name each kind of fault once, without spaces`,
    );
  }
  const labelOf = ({ quality, compliant, broken }: Ad) =>
    [quality, compliant, ...(broken ? [[...broken].sort().join(',')] : [])].join(' ');
  const hash = sha256(ads.map((ad) => `${ad.sha256} ${labelOf(ad)}\n`).join(''));
  return { ads, rules, setAside, duplicates, converted, hash };
}

interface Source {
  readonly folder: string;
  /** For messages. */
  readonly name: string;
  readonly listed: readonly Listed[];
  readonly refused: AdSet['setAside'];
  /** Where they are known without the ads. */
  readonly rules?: readonly string[];
}

async function list(source: string | AdFiles): Promise<Source> {
  const images = projectPath(typeof source === 'string' ? source : source.images);
  const info = await stat(images).catch(() => null);
  if (!info?.isDirectory()) {
    const what = info ? 'is a file' : 'does not exist';
    throw new UserError(
      `${images} ${what}; give a folder of images, with labels as file,quality,compliance in a CSV`,
    );
  }
  const folder = await realpath(images);
  if (typeof source !== 'string') return labelled(folder, projectPath(source.labels));
  const names = await readdir(folder);
  if (names.includes(metadataName)) {
    const { images: records, rules: all } = await readJson(path.join(folder, metadataName), parseMetadata);
    const listed = records.map(({ file, quality, compliant, rules, attributes, sha256: key }, i) => ({
      row: i + 1,
      file,
      quality,
      compliant,
      broken: rules.filter(({ ok }) => !ok).map(({ id }) => id),
      known: { rules, attributes, sha256: key },
    }));
    return { folder, name: folder, listed, refused: [], rules: all.map(({ id }) => id) };
  }
  const tables = names.filter((name) => name.toLowerCase().endsWith('.csv'));
  if (tables.length !== 1) {
    const found = tables.length === 0 ? 'no CSV' : `${tables.length} CSV files`;
    throw new UserError(
      `${folder} holds ${found} and no ${metadataName}; name the labels: { images, labels }, a CSV with file,quality,compliance`,
    );
  }
  return labelled(folder, path.join(folder, tables[0]));
}

async function labelled(folder: string, labels: string): Promise<Source> {
  const { rows, setAside } = await readLabels(labels);
  return { folder, name: labels, listed: rows, refused: setAside };
}

async function readAd(folder: string, { file, quality, compliant, broken, known }: Listed) {
  const path = await locateImage(folder, file, 'the folder of images');
  const { width, height, changes } = await decodeImage(path, { height: 8, width: 8 });
  if (Math.min(width, height) < leastSide) {
    throw new ImageError(`${width}×${height} pixels; an ad needs at least ${leastSide} a side`);
  }
  const key = await sha256File(path);
  if (known && known.sha256 !== key) {
    throw new ImageError('the image is not the one that was generated; generate the ads again');
  }
  const labels = { quality, compliant, ...(broken && { broken }) };
  const ad: Ad = { path, file, ...labels, width, height, ...known, sha256: key };
  return { ad, changes };
}

function requireEnough(ads: readonly Ad[], setAside: AdSet['setAside'], name: string, least: number): void {
  const [example] = setAside;
  const why = example
    ? `; ${setAside.length} set aside, such as row ${example.row}, ${shown(example.file)}: ${example.reason}`
    : '';
  if (ads.length < least) {
    throw new UserError(
      `${name} gives ${ads.length} usable ads and at least ${least} are needed${why}; ${needed}`,
    );
  }
  const passing = ads.filter(({ compliant }) => compliant).length;
  if (passing === 0 || passing === ads.length) {
    throw new UserError(`all ${ads.length} ads of ${name} ${passing ? 'pass' : 'fail'}${why}; ${needed}`);
  }
}

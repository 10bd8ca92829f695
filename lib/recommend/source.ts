import { type Catalog, describePhotos, type PhotoSet, readCatalog } from '../catalog/index.js';
import { ensureSample, type SampleCatalog } from '../samples/index.js';
import { projectPath } from '../store/index.js';
import { type CatalogLanguage, catalogLanguage } from './catalog-language.js';

/** Where the products of a run come from. */
export interface Source {
  readonly catalog: Catalog;
  /** The sample's judgments; null for the user's own data. */
  readonly sample: SampleCatalog | null;
  /** What keyword search reads. */
  readonly language: CatalogLanguage;
  /** One line for people: which file, and whether it was just made. */
  readonly description: string;
}

/**
 * Opens the catalogue of a run: the file or address `data` (what `readCatalog` reads, relative to the project's root),
 * or the sample catalogue in `data/sample/`, made on first use, when `data` is ''.
 * @param options.columns headers of columns in place of what is found: 'id=sku,title=name'
 * @param options.language of the texts, by its code. Default 'auto', which finds it.
 * @param options.onFetched told how many products a shop gave so far, every few seconds
 * @throws {UserError} when the file is missing or is no catalogue.
 * @example
 * const { catalog, description } = await openSource({ data: 'shop.csv', columns: 'id=sku,title=name' });
 * catalog.products.length // rows that are products; catalog.rejected has the others
 */
export async function openSource(options: {
  data: string;
  columns?: string;
  language?: string;
  onProgress?: (done: number, total: number) => void;
  onFetched?: (products: number) => void;
  signal?: AbortSignal;
}): Promise<Source> {
  const read = async (...input: Parameters<typeof readCatalog>) => {
    const catalog = await readCatalog(...input);
    return { catalog, language: await catalogLanguage(catalog.products, options.language ?? 'auto') };
  };
  if (options.data !== '') {
    const { columns, onFetched, signal } = options;
    const { catalog, language } = await read(options.data, { columns, onFetched, signal });
    return { catalog, sample: null, language, description: described(catalog) };
  }
  const sample = await ensureSample(projectPath('data', 'sample'), { onProgress: options.onProgress });
  const { catalog, language } = await read(sample.catalogPath);
  const origin = sample.generated ? 'just made' : 'made before';
  return {
    catalog,
    sample,
    language,
    description: `${count(catalog)} products of the sample catalogue, ${origin}; set DATA to use your own`,
  };
}

function described(catalog: Catalog): string {
  const { origin = catalog.path, reading, counts } = catalog;
  const variants =
    counts.variants > 0 ? `, ${counts.variants.toLocaleString('en')} rows of variants in them` : '';
  return `${count(catalog)} products${variants} from ${origin}, ${reading.line}`;
}

function count({ products }: Catalog): string {
  return products.length.toLocaleString('en');
}

/**
 * What a run says at its end of what it was given: how the file's columns were found, a language that is not English,
 * and that few products have a photo.
 * @example inputNotes(source, photos) // ['note: 120 of 1000 products have a photo; 880 list none']
 */
export function inputNotes({ catalog, sample, language }: Source, photos: PhotoSet): string[] {
  const few = photos.found < catalog.products.length / 2;
  return [
    ...(sample ? [] : [`note: ${catalog.reading.line}`]),
    ...(language.language === 'en' ? [] : [`note: ${language.line}`]),
    ...(few ? [`note: ${describePhotos(photos)}`] : []),
  ];
}

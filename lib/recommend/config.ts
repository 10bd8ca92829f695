import { createRequire } from 'node:module';
import type { PhotoSet } from '../catalog/index.js';
import type { ImageEncoder, ResolvedEncoder, TextEncoder } from '../encode/index.js';
import { sha256File } from '../store/index.js';
import type { EncodedPhotos } from './encode.js';
import type { Relevance } from './relevance.js';
import type { EncoderRecord, RunConfig } from './run-config.js';
import type { Source } from './source.js';

/** What config.json records of a run before it is saved: parameters, inputs, encoders, versions. */
export async function runConfig(options: {
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
  readonly source: Source;
  readonly photos: PhotoSet;
  readonly encodedPhotos: EncodedPhotos;
  readonly text: ResolvedEncoder<TextEncoder>;
  readonly image: ResolvedEncoder<ImageEncoder>;
  readonly relevance: Relevance;
}): Promise<Omit<RunConfig, 'format' | 'job' | 'run' | 'weights' | 'index'>> {
  const { source, photos, encodedPhotos } = options;
  const { path, products, rejected } = source.catalog;
  return {
    parameters: { ...options.parameters },
    catalog: { path, sha256: await sha256File(path), products: products.length, setAside: [...rejected] },
    photos: {
      found: photos.found - encodedPhotos.failures.length,
      failed: [...photos.failures, ...encodedPhotos.failures],
    },
    text: recordOf(options.text, String(options.parameters.TEXT_MODEL), 'lsa'),
    image: recordOf(options.image, String(options.parameters.IMAGE_MODEL), 'descriptors'),
    relevance: options.relevance.description,
    versions: versions(),
  };
}

function recordOf(
  { encoder, files, sha256, details, fallbackReason }: ResolvedEncoder<TextEncoder | ImageEncoder>,
  asked: string,
  weightFree: string,
): EncoderRecord {
  const { id, name, dim } = encoder;
  return { asked, model: files?.source ?? weightFree, id, name, dim, sha256, details, fallbackReason };
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const of = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
  return {
    vitrine: (require('../../package.json') as { version: string }).version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    'onnxruntime-node': of('onnxruntime-node'),
  };
}

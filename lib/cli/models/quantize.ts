import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Encoder, loadImageEncoder, loadTextEncoder } from '../../encode/index.js';
import type { ModelKind } from '../../encode/models/index.js';
import { modelFiles } from '../../encode/models/index.js';
import { describeRankingChange, quantizedEncoder } from '../../encode/quantized/index.js';
import { ArgumentError, messageOf, shown } from '../../errors/index.js';
import { textLines } from '../../records/index.js';

const photo = /\.(jpe?g|png|webp|gif|tiff?|avif)$/i;
/** Items that speed is measured on, and the time that it may take for each of fp32 and int8. */
const timedItems = { text: 512, image: 64 } as const;
const timedSeconds = 5;

/** The texts (a line each) or the photos that a model is compared on. */
export async function readSample(
  kind: ModelKind,
  { texts, photos }: { readonly texts?: string; readonly photos?: string },
): Promise<string[]> {
  if (kind === 'text') {
    if (!texts)
      throw new ArgumentError(
        'a text model is compared on texts: name a file, one text a line, with --texts',
      );
    const lines: string[] = [];
    try {
      for await (const { text } of textLines(texts)) lines.push(text);
    } catch (error) {
      throw new ArgumentError(`--texts ${shown(texts)} cannot be read: ${messageOf(error)}`);
    }
    if (lines.length === 0)
      throw new ArgumentError(`--texts ${shown(texts)} holds no texts; write one a line`);
    return lines;
  }
  if (!photos) throw new ArgumentError('an image model is calibrated on photos: name a folder with --photos');
  const names = await readdir(photos, { recursive: true }).catch((error: unknown) => {
    throw new ArgumentError(`--photos ${shown(photos)} cannot be read: ${messageOf(error)}`);
  });
  const files = names.filter((name) => photo.test(name)).sort();
  if (files.length === 0)
    throw new ArgumentError(`--photos ${shown(photos)} holds no photos; give another folder`);
  return files.map((name) => path.resolve(photos, name));
}

/** Makes the int8 form of a model and prints sizes, cosines, the change in nDCG@10 and speeds. */
export async function quantize(model: string, kind: ModelKind, sample: readonly string[]): Promise<void> {
  const source = await modelFiles(kind, model);
  const load = kind === 'text' ? loadTextEncoder : loadImageEncoder;
  const { encoder, report } = await quantizedEncoder<Loaded>(kind, source, load, {
    dtype: 'int8!',
    sample,
    device: 'cpu',
  });
  const fp32: Loaded = await load(source, { device: 'cpu' });
  const unit = kind === 'text' ? 'texts/s' : 'images/s';
  const timed = sample.slice(0, timedItems[kind]);
  const before = await rate(fp32, timed);
  const after = await rate(encoder, timed);
  await Promise.all([fp32.close(), encoder.close()]);
  const megabytes = (bytes: number | null) => `${((bytes ?? 0) / 1e6).toFixed(1)} MB`;
  const cosines = `${report.meanCosine?.toFixed(4)} mean, ${report.p5Cosine?.toFixed(4)} 5th percentile`;
  const calibrated = report.calibratedOn > 0 ? `, calibrated on ${report.calibratedOn} photos` : '';
  console.log(source.name);
  console.log(`  size      ${megabytes(report.fp32Bytes)} → ${megabytes(report.int8Bytes)}`);
  console.log(`  cosine    ${cosines}, of ${report.items} items${calibrated}`);
  if (report.ranking) console.log(`  ranking   ${describeRankingChange(report.ranking)}`);
  console.log(
    `  speed     ${before.toFixed(0)} → ${after.toFixed(0)} ${unit} (${(after / before).toFixed(1)} ×)`,
  );
  console.log(`  file      ${report.file}`);
  if (report.reason) console.log(`  note      ${report.reason}: dtype "int8" keeps fp32, "int8!" insists`);
}

type Loaded = Encoder<string> & { readonly device: 'cpu' | 'cuda' };

/** Items a second over at most the given items and about five seconds, after one batch to warm up. */
async function rate(encoder: Loaded, items: readonly string[]): Promise<number> {
  for await (const _ of encoder.encodeBatches(items.slice(0, 16)));
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let done = 0;
  do {
    for await (const { indices } of encoder.encodeBatches(items)) {
      done += indices.length;
      if (seconds() > timedSeconds) break;
    }
  } while (seconds() < timedSeconds / 5);
  return done / seconds();
}

import { relative } from 'node:path';
import { findAdModel, scoreAds } from '../ads/index.js';

/** `vitrine score`. */
export async function scoreCommand(
  images: readonly string[],
  { model, json = false }: { readonly model?: string; readonly json?: boolean },
): Promise<void> {
  const found = await findAdModel(model);
  console.error(`scored by ${found.from}`);
  let failed = 0;
  for await (const ad of scoreAds(images, { model: found.folder })) {
    const file = relative(process.cwd(), ad.file) || ad.file;
    if (ad.failed !== undefined) {
      failed++;
      console.error(`vitrine: ${ad.failed}`);
      continue;
    }
    const { score = 0, probability = 0, pass, broken } = ad;
    if (json) {
      console.log(
        JSON.stringify({ file, score, probability, pass, broken, model: found.version ?? found.folder }),
      );
      continue;
    }
    const rules =
      broken === undefined ? '' : broken.length > 0 ? `  breaks ${broken.join(', ')}` : '  breaks no rule';
    console.log(
      `${score.toFixed(1).padStart(5)}  ${pass ? 'pass' : 'fail'} (${(100 * probability).toFixed(0).padStart(3)}%)  ${file}${rules}`,
    );
  }
  if (failed > 0) process.exitCode = 1;
}

import path from 'node:path';
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
    const file = path.relative(process.cwd(), ad.file) || ad.file;
    if (ad.failed !== undefined) {
      failed++;
      console.error(`vitrine: ${ad.failed}`);
      continue;
    }
    const { score = 0, probability = 0, pass, rules = [], drawnToBreak } = ad;
    if (json) {
      console.log(
        JSON.stringify({
          file,
          score,
          probability,
          pass,
          rules,
          drawnToBreak,
          model: found.version ?? found.folder,
        }),
      );
      continue;
    }
    const broken = rules
      .filter((rule) => rule.broken)
      .sort((a, b) => b.probability - a.probability)
      .map((rule) => `${rule.id} (${percent(rule.probability)})`);
    const says = broken.length > 0 ? `  breaks ${broken.join(', ')}` : '';
    const drawn = drawnToBreak && `  drawn to break ${drawnToBreak.join(', ') || 'no rule'}`;
    console.log(
      `${score.toFixed(1).padStart(5)}  ${pass ? 'pass' : 'fail'} (${percent(probability).padStart(4)})  ${file}${says}${drawn ?? ''}`,
    );
  }
  if (failed > 0) process.exitCode = 1;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

import { UserError } from '../errors/index.js';
import { findPhotoModel, openPhotoClassifier } from '../photos/index.js';
import { wholeNumber } from './numbers.js';

/** `vitrine classify`. */
export async function classify(
  images: readonly string[],
  { model, k, json = false }: { readonly model?: string; readonly k: string; readonly json?: boolean },
): Promise<void> {
  const most = wholeNumber('-k', k);
  const found = await findPhotoModel(model);
  const classifier = await openPhotoClassifier(found.folder);
  console.error(`classified by ${found.from}`);
  try {
    for (const file of images) {
      try {
        const [{ sku, guesses }] = await classifier.classify([file], most);
        if (json) console.log(JSON.stringify({ file, sku, guesses, model: found.version ?? found.folder }));
        else
          console.log(
            `${file}  ${sku ?? 'unknown product'}  (${guesses.map(({ sku, name, probability }) => `${sku}${name ? ` ${name}` : ''} ${(100 * probability).toFixed(0)}%`).join(', ')})`,
          );
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        console.error(`vitrine: ${error.message}`);
        process.exitCode = 1;
      }
    }
  } finally {
    await classifier.close();
  }
}

import type { Product } from '../catalog/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { detectLanguage, type Language, languageName, languages } from '../language/index.js';

/** The language that a catalogue is read in. */
export interface CatalogLanguage {
  readonly language: Language;
  /** One line for people: 'keyword search reads German, …'. */
  readonly line: string;
}

/**
 * The language that was asked for by its code, or where that is 'auto', the one of most titles and descriptions.
 * @throws {ArgumentError} for a code that is not known
 */
export async function catalogLanguage(
  products: readonly Pick<Product, 'title' | 'description'>[],
  asked: string,
): Promise<CatalogLanguage> {
  const named = languages.find((language) => language === asked);
  if (named)
    return { language: named, line: `keyword search reads ${languageName(named)}, as LANGUAGE says` };
  if (asked !== 'auto') {
    throw new ArgumentError(`language ${shown(asked)}: give 'auto' or one of ${languages.join(', ')}`);
  }
  const textOf = ({ title, description }: (typeof products)[number]) => `${title}. ${description}`;
  const { language, beside } = await detectLanguage(products, textOf);
  const others = beside
    ? `; ${Math.round(100 * beside.share)}% of the products look ${languageName(beside.language)}`
    : '';
  return {
    language,
    line: `keyword search reads ${languageName(language)}, found in titles and descriptions; set LANGUAGE for another${others}`,
  };
}

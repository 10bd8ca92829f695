import type { Settings } from './options.js';
import type { ProductData } from './prompt.js';

const frequentWords: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'a', 'an', 'and', 'of', 'with', 'for', 'in', 'is', 'this', 'to', 'it', 'your', 'or', 'from'],
  de: [
    'der',
    'die',
    'das',
    'und',
    'mit',
    'für',
    'in',
    'ist',
    'ein',
    'eine',
    'aus',
    'den',
    'dem',
    'von',
    'zu',
  ],
  fr: ['le', 'la', 'les', 'et', 'de', 'des', 'un', 'une', 'avec', 'pour', 'en', 'est', 'du', 'ce', 'à'],
  es: ['el', 'la', 'los', 'las', 'y', 'de', 'un', 'una', 'con', 'para', 'en', 'es', 'del', 'su', 'que'],
  it: ['il', 'la', 'le', 'e', 'di', 'un', 'una', 'con', 'per', 'in', 'è', 'del', 'della', 'che', 'da'],
  pt: ['o', 'a', 'os', 'as', 'e', 'de', 'um', 'uma', 'com', 'para', 'em', 'é', 'do', 'da', 'que'],
  nl: ['de', 'het', 'een', 'en', 'van', 'met', 'voor', 'in', 'is', 'dit', 'deze', 'op', 'te', 'uit', 'je'],
};

const scripts: Readonly<Record<string, RegExp>> = {
  Latn: /\p{Script=Latin}/gu,
  Cyrl: /\p{Script=Cyrillic}/gu,
  Grek: /\p{Script=Greek}/gu,
  Arab: /\p{Script=Arabic}/gu,
  Hebr: /\p{Script=Hebrew}/gu,
  Deva: /\p{Script=Devanagari}/gu,
  Thai: /\p{Script=Thai}/gu,
  Kore: /[\p{Script=Hangul}\p{Script=Han}]/gu,
  Jpan: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu,
  Hans: /\p{Script=Han}/gu,
  Hant: /\p{Script=Han}/gu,
};

/** Why a text cannot stand in a catalogue as the description of this product; null when it can. */
export function whyUnusable(
  text: string,
  data: ProductData,
  { language, minLength, maxLength }: Pick<Settings, 'language' | 'minLength' | 'maxLength'>,
): string | null {
  const { length } = [...text];
  if (length < minLength) return `it has ${length} characters, fewer than ${minLength}`;
  if (length > maxLength) return `it has ${length} characters, more than ${maxLength}`;
  if (/\p{C}/u.test(text)) return 'it has control characters';
  if (/https?:|www\.|\S@\S|\b[a-z0-9-]+\.(com|net|org|io|shop|store|info|biz|co|de|fr|uk|in)\b/i.test(text)) {
    return 'it has a link or an address';
  }
  if (/[<>{}[\]`*_|\\]|^#|&[a-z]+;/i.test(text)) return 'it has markup';
  if (/\p{Sc}/u.test(text)) return 'it has a price';
  if (
    /\b(ignore|disregard|forget)\b.{0,30}\b(instruction|previous|prior|above)|\bsystem prompt\b|\bas an ai\b/i.test(
      text,
    )
  ) {
    return 'it speaks of instructions, not of a product';
  }
  const given = new Set(JSON.stringify(data).match(number));
  const invented = text.match(number)?.find((x) => !given.has(x));
  if (invented) return `it has the number ${invented}, which the catalogue does not`;
  return isIn(language, text) ? null : `it is not in the language asked for, ${language}`;
}

const number = /\d+(?:[.,]\d+)*/g;

/** Whether a text can be of a language: by its script, and its most frequent words where they are known here. */
function isIn(language: string, text: string): boolean {
  const locale = new Intl.Locale(language).maximize();
  const script = scripts[locale.script ?? ''];
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (script && (text.match(script)?.length ?? 0) < 0.6 * letters) return false;
  const frequent = frequentWords[locale.language];
  if (!frequent) return true;
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu));
  return frequent.filter((word) => words.has(word)).length >= 2;
}

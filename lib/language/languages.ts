/** The Snowball stemmer of each language that has one; English keeps Porter's first algorithm. */
export const snowball = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  el: 'greek',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'indian',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
} as const;

/** Read without a stemmer: words are cut and folded only. */
const unstemmed = [
  'am',
  'az',
  'be',
  'bg',
  'bn',
  'ca',
  'cs',
  'et',
  'eu',
  'fa',
  'gu',
  'he',
  'hr',
  'is',
  'ja',
  'ka',
  'km',
  'kn',
  'ko',
  'ku',
  'lo',
  'lv',
  'ml',
  'mr',
  'ms',
  'my',
  'or',
  'pa',
  'pl',
  'sk',
  'sl',
  'sq',
  'te',
  'th',
  'tl',
  'uk',
  'ur',
  'vi',
  'yo',
  'zh',
] as const;

/** A language that keyword search can read, by its ISO 639-1 code: 'en', 'de', 'ja' … */
export type Language = 'en' | keyof typeof snowball | (typeof unstemmed)[number];

/** Every language that keyword search can read, by code. */
export const languages: readonly Language[] = [
  'en' as const,
  ...(Object.keys(snowball) as (keyof typeof snowball)[]),
  ...unstemmed,
].sort();

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** The English name of a language. */
export function languageName(language: Language): string {
  return names.of(language)!;
}

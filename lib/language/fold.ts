import type { Language } from './languages.js';

/** Letters that Unicode does not take apart into a base and a mark. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
};
const letter = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');

/** Accents, Hebrew and Arabic vowel points, and the stroke that lengthens an Arabic word. */
const marks = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0640\u064b-\u065f\u0670]/g;

/** Thai and Lao AM: its two halves, apart or with a tone mark between them, are the one letter that dictionaries have. */
const halves = /\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0ecd([\u0ec8-\u0ecb]?)\u0eb2/g;
const am = /[\u0e33\u0eb3]/;

const ascii = /^[\0-\x7f]*$/;

/**
 * A text in one Unicode form, letters composed: full-width and half-width forms, ligatures and the like become the
 * letters themselves; accents stay.
 */
export function normalized(text: string): string {
  return ascii.test(text) ? text : compatible(text, 'NFKC');
}

/**
 * What a word in lower case has in common with its other spellings: "café" and "cafe", "straße" and "strasse",
 * "ışık" and "isik", "smørrebrød" and "smorrebrod", "أحذية" and "احذيه"; in German "möbel" and "moebel" too.
 */
export function fold(text: string, language: Language = 'en'): string {
  const folded = ascii.test(text)
    ? text
    : compatible(text, 'NFKD')
        .replace(marks, '')
        .replace(letter, (found) => letters[found])
        .normalize('NFC');
  return language === 'de' ? withoutUmlautDigraphs(folded) : folded;
}

/** Umlauts written as two letters; not the ue of "neue" and "bequem". */
function withoutUmlautDigraphs(word: string): string {
  return word.includes('e') ? word.replace(/([ao])e/g, '$1').replace(/(^|[^aeiouq])ue/g, '$1u') : word;
}

/** Compatibility forms would take Thai and Lao AM apart, and dictionaries would no longer know the word. */
function compatible(text: string, form: 'NFKC' | 'NFKD'): string {
  const whole = text
    .replace(/[™℠]/g, ' ')
    .replace(halves, (_, thai?: string, lao?: string) =>
      thai === undefined ? `${lao}\u0eb3` : `${thai}\u0e33`,
    );
  return am.test(whole)
    ? whole.replace(/[^\u0e33\u0eb3]+/g, (part) => part.normalize(form))
    : whole.normalize(form);
}

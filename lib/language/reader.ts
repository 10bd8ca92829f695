import { fold } from './fold.js';
import type { Language } from './languages.js';
import { stemmerOf } from './stemmers.js';
import { stopWordsOf } from './stop-words.js';
import { cut } from './tokenize.js';

/** Turns texts of a language into the terms that are looked up; `readerOf` gives one. */
export interface Reader {
  readonly language: Language;
  /** The words of a text in lower case, with the accents that the stemmer wants. */
  words(text: string): string[];
  /** What a word shares with its other spellings. */
  fold(word: string): string;
  /** The term of a word: its stem, folded; '' for a stop word. Words of another script are read as that script's language. */
  term(word: string): string;
}

const scripts: readonly { readonly letter: RegExp; readonly languages: readonly Language[] }[] = [
  { letter: /\p{Script=Cyrillic}/u, languages: ['ru', 'be', 'bg', 'sr', 'uk'] },
  { letter: /\p{Script=Arabic}/u, languages: ['ar', 'fa', 'ku', 'ur'] },
  { letter: /\p{Script=Greek}/u, languages: ['el'] },
  { letter: /\p{Script=Devanagari}/u, languages: ['hi', 'mr', 'ne'] },
  { letter: /\p{Script=Armenian}/u, languages: ['hy'] },
  { letter: /\p{Script=Tamil}/u, languages: ['ta'] },
  { letter: /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u, languages: ['zh', 'ja'] },
];
/** Languages without Latin letters; Serbian has both. */
const notLatin = new Set<Language>([
  ...scripts.flatMap(({ languages }) => languages).filter((language) => language !== 'sr'),
  ...(['am', 'bn', 'gu', 'he', 'ka', 'km', 'kn', 'ko', 'lo', 'ml', 'my', 'or', 'pa', 'te', 'th'] as const),
]);

const letters = /^[\p{L}\p{M}]+$/u;
const readers = new Map<Language, Reader>();

/** The reader of a language. */
export function readerOf(language: Language): Reader {
  let reader = readers.get(language);
  if (!reader) {
    reader = made(language);
    readers.set(language, reader);
  }
  return reader;
}

function made(language: Language): Reader {
  const stopWords = new Map<Language, ReadonlySet<string>>();
  const dropped = (word: string, by: Language) => {
    if (!stopWords.has(by))
      stopWords.set(
        by,
        stopWordsOf(by, (listed) => fold(listed, by)),
      );
    return stopWords.get(by)!.has(word);
  };
  return {
    language,
    words: (text) => cut(text, language),
    fold: (word) => fold(word, language),
    term(word) {
      const by = languageOf(word, language);
      const folded = fold(word, by);
      if (dropped(folded, by)) return '';
      const stemmer = stemmerOf(by);
      if (!stemmer || !letters.test(word)) return folded;
      // Porter's stemmer knows no accents; those of the others tell some endings by them.
      return by === 'en' ? stemmer(folded) : fold(stemmer(by === 'ar' ? withoutConjunction(word) : word), by);
    },
  };
}

/** By the script of its first letter: the catalogue's own language where that is written so. */
function languageOf(word: string, own: Language): Language {
  if (word.charCodeAt(0) < 0x250) return notLatin.has(own) ? 'en' : own;
  const script = scripts.find(({ letter }) => letter.test(word[0]));
  if (!script || script.languages.includes(own)) return own;
  return script.languages[0];
}

/** Snowball's Arabic stemmer takes off the article, and "and" or "so" alone, but not both together. */
function withoutConjunction(word: string): string {
  return word.replace(/^[وف](?=ال)/, '');
}

import { createRequire } from 'node:module';
import { stemmer as porter } from 'stemmer';
import { type Language, snowball } from './languages.js';

/** Cuts a word in lower case to its stem. */
export type Stemmer = (word: string) => string;

/** Words that would fall together with others: German "Leder" and "LED". */
const unbent: Partial<Record<Language, RegExp>> = { de: /leder$/ };

const load = createRequire(import.meta.url);
const loaded = new Map<Language, Stemmer | null>();

/**
 * The stemmer of a language, null where it has none: Porter's (1980) for English, Snowball's for others, each read when
 * it is first asked for.
 */
export function stemmerOf(language: Language): Stemmer | null {
  let stemmer = loaded.get(language);
  if (stemmer === undefined) {
    stemmer = read(language);
    loaded.set(language, stemmer);
  }
  return stemmer;
}

function read(language: Language): Stemmer | null {
  if (language === 'en') return (word) => (/^[a-z]+$/.test(word) ? porter(word) : word);
  const name = (snowball as Partial<Record<Language, string>>)[language];
  if (!name) return null;
  const { stemmer } = load(`@orama/stemmers/${name}`) as { stemmer: Stemmer };
  const kept = unbent[language];
  return kept ? (word) => (kept.test(word) ? word : stemmer(word)) : stemmer;
}

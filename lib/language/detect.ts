import { type Language, languages } from './languages.js';

/** What language texts are in. */
export interface DetectedLanguage {
  readonly language: Language;
  /** Another language that at least a fifth of the texts is surely in, and how large a share of them, in [0, 1]; the most frequent. */
  readonly beside: { readonly language: Language; readonly share: number } | null;
}

/** Texts that are looked at, and characters of each that are read. */
const most = { texts: 500, characters: 300 };

/** What it takes to be another language than English: so much text in Latin letters, and a score that names of brands do not reach. */
const least = { characters: 60, score: 0.4, ahead: 0.05 };
const otherLetters = /[\u0370-\uffff]/g;

/** A text is surely in another language where that scores so much better there. */
const surelyAhead = 0.1;

/** Words that hardly any other language has; two of them make a text English. */
const englishWords = /\b(?:the|and|with|for|this|of|to|your)\b/gi;

/**
 * The language that most texts of a collection are in, by their n-grams (Efficient Language Detector); English where
 * nothing better than a guess can be had, as for names of brands. Of more than 500 texts, every n-th is looked at.
 * @param textOf the text of an item, asked for those that are looked at only
 * @example await detectLanguage(products, ({ title }) => title) // { language: 'de', beside: null }
 */
export async function detectLanguage<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string = String,
): Promise<DetectedLanguage> {
  const step = Math.max(1, Math.ceil(items.length / most.texts));
  const sample = items.flatMap((item, i) => (i % step === 0 ? textOf(item).slice(0, most.characters) : []));
  const plainEnglish = sample.filter((text) => (text.match(englishWords)?.length ?? 0) > 1).length;
  if (plainEnglish > 0.8 * sample.length) return { language: 'en', beside: null };
  const scores = await scoresOf(sample);
  const language = chosen(scores, sample.join(''));
  return { language, beside: besides(scores, language) };
}

type Scores = Readonly<Record<string, number>>;

async function scoresOf(texts: readonly string[]): Promise<Scores[]> {
  const { eld } = await import('eld/small');
  return texts.map((text) => eld.detect(text).getScores());
}

function chosen(scores: readonly Scores[], text: string): Language {
  const mean = (language: Language) =>
    scores.reduce((sum, of) => sum + (of[language] ?? 0), 0) / scores.length;
  const means = languages.map((language) => ({ language, score: mean(language) }));
  const best = means.reduce((a, b) => (b.score > a.score ? b : a));
  const told = text.length >= least.characters || (text.match(otherLetters)?.length ?? 0) > text.length / 3;
  const surely = best.score >= least.score && best.score >= mean('en') + least.ahead;
  return told && surely ? best.language : 'en';
}

function besides(scores: readonly Scores[], language: Language): DetectedLanguage['beside'] {
  const counts = new Map<Language, number>();
  for (const of of scores) {
    const best = languages.reduce((a, b) => ((of[b] ?? 0) > (of[a] ?? 0) ? b : a));
    const ahead = (of[best] ?? 0) - (of[language] ?? 0);
    if ((of[best] ?? 0) >= least.score && ahead >= surelyAhead) counts.set(best, (counts.get(best) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, m], [, n]) => n - m);
  return first && first[1] >= Math.max(5, scores.length / 5)
    ? { language: first[0], share: first[1] / scores.length }
    : null;
}

import type { Language } from './languages.js';

/** How a language puts words together, and what looks like the parts of a compound and is none. */
interface CompoundRules {
  /** What the first part loses at its end: German "Schul(e)", "Ess(en)". */
  readonly lost: readonly string[];
  /** What the first part gains at its end: "Katze(n)", "Bad(e)"; not "-er", or "Wander-" would be a wall, "Wand". */
  readonly gained: readonly RegExp[];
  /** Beginnings that only bend what follows: German "be-", "vor-". */
  readonly prefixes: ReadonlySet<string>;
  /** Endings that make an adjective or an abstract noun, beside being words: German "-bar", "-los". */
  readonly endings: ReadonlySet<string>;
  /** Words that are no longer what their last part says, as terms: a German "Handschuh" is no shoe. */
  readonly whole: readonly string[];
  /** What is rather an adjective than a compound, as long as its beginning is no known word: German "prak-tisch". */
  readonly adjective?: RegExp;
  /** Whether the stemmer takes endings off compounds that it leaves on short words: Swedish "skor", "vandringssk". */
  readonly bySpelling?: boolean;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const scandinavian = { lost: ['a', 'e'], gained: [/s$/, /e$/], bySpelling: true };

const byLanguage: Partial<Record<Language, CompoundRules>> = {
  de: {
    lost: ['e', 'en'],
    gained: [/s$/, /(?<=e)n$/, /e[ns]?$/],
    prefixes: set(
      'ab an auf aus be bei dar ein emp ent er ge her hin hinter los miss mit nach ruck um un ver vor weg zer zu zuruck zusammen',
    ),
    endings: set('bar los sam haft lich isch tum heit keit schaft weis mal fach voll ung'),
    whole: [
      ...set('handschuh baumwoll kunststoff rohstoff klebstoff farbstoff sauerstoff romantisch schildkrot'),
    ],
    adjective: /(?:[aeiouknp]|[^s]s)tisch$/,
  },
  nl: {
    lost: ['e', 'en'],
    gained: [/s$/, /(?<=e)n$/, /en?$/],
    prefixes: set('aan af be bij door ge her in mee na om onder ont op over tegen toe uit ver vol voor weg'),
    endings: set('baar lo loos zaam heid lijk achtig vol vrij rijk schap aard isch'),
    whole: ['handschoen'],
  },
  sv: {
    ...scandinavian,
    prefixes: set('an av be bort fram for fran genom in med mot ner om pa sam till under upp ur ut vid over'),
    endings: set('bar los sam het lig full fri rik aktig skap vis dom'),
    whole: ['handsk'],
  },
  da: {
    ...scandinavian,
    prefixes: set('af an be bort for fra frem ind med mod ned om op over pa sam til ud under ved'),
    endings: set('bar los som hed lig fuld fri rig agtig skab vis dom'),
    whole: ['handsk'],
  },
  no: {
    ...scandinavian,
    prefixes: set('av an be bort for fra fram inn med mot ned om opp over pa sam til ut under ved'),
    endings: set('bar los som het lig full fri rik aktig skap vis dom'),
    whole: ['hansk'],
  },
};

/** Finds the parts of compounds among the words of a collection; `compoundSplitter` gives one. */
export interface CompoundSplitter {
  /** Whether words that do not come apart as stems are to be tried as they are spelt. */
  readonly bySpelling: boolean;
  /**
   * The terms that a stem or word is made of, the last first; none where it is no compound of known words.
   * @param last the term of a last part, stem or word, that the collection has by itself
   */
  parts(text: string, last: (part: string) => number | undefined): readonly number[];
  /** Whether a head that the collection has in compounds alone can be the last part of this one. */
  endsWith(compound: string, head: string): boolean;
}

const shortestPart = 3;

/** Beginnings of a syllable, which no word ends in: "vergl-eich". */
const onset = /[bdfgkpt][lr]$/;

/**
 * Splits German, Dutch, Swedish, Danish and Norwegian compounds by the words that a collection has: "Lederschuhe" into
 * "Schuhe" and "Leder" where both are among them. What stands before a known last part may be unknown ("Wanderschuh"
 * where no text says "wandern") if both are long enough that this is hardly chance. Null for other languages.
 * @param known the term of a word as the collection spells it, accents apart; undefined where it lacks the word
 */
export function compoundSplitter(
  language: Language,
  known: (word: string) => number | undefined,
): CompoundSplitter | null {
  const rule = byLanguage[language];
  if (!rule) return null;
  const { lost, gained, prefixes, endings, whole, adjective, bySpelling = false } = rule;
  const first = (before: string): number | undefined => {
    const spellings = [
      before,
      ...lost.map((end) => before + end),
      ...gained.map((end) => before.replace(end, '')),
    ];
    return spellings.map(known).find((term) => term !== undefined);
  };
  const mayEnd = (compound: string, before: string, head: string) =>
    !endings.has(head) &&
    !prefixes.has(before) &&
    !whole.some((word) => compound.endsWith(word) && head.length < word.length);
  const longEnough = (compound: string, before: string, head: string) =>
    ((before.length > 4 && head.length > 3) || (before.length > 3 && head.length > 5)) &&
    !onset.test(before) &&
    !adjective?.test(compound);

  const parts: CompoundSplitter['parts'] = (text, last) => {
    let headAlone: readonly number[] = [];
    for (let at = shortestPart; at <= text.length - shortestPart; at++) {
      const [before, head] = [text.slice(0, at), text.slice(at)];
      const term = text.length > 2 * shortestPart ? last(head) : undefined;
      if (term === undefined || !mayEnd(text, before, head)) continue;
      const modifier = first(before);
      if (modifier !== undefined) return [term, ...parts(head, last), modifier];
      if (headAlone.length === 0 && longEnough(text, before, head)) headAlone = [term, ...parts(head, last)];
    }
    return headAlone;
  };
  const endsWith = (compound: string, head: string) => {
    const before = compound.slice(0, -head.length);
    if (!compound.endsWith(head) || before.length < shortestPart || !mayEnd(compound, before, head))
      return false;
    return longEnough(compound, before, head) || first(before) !== undefined;
  };
  return { bySpelling, parts, endsWith };
}

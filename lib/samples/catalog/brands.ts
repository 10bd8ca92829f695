/** How a merchant writes: short, plain, stuffed with keywords, or by collection names. */
export type Voice = 'terse' | 'plain' | 'stuffed' | 'collection';

export interface Brand {
  readonly name: string;
  readonly voice: Voice;
}

const voices: readonly Voice[] = ['plain', 'stuffed', 'collection', 'terse', 'plain', 'stuffed'];

const names = [
  'Aldermoor',
  'BRINVOLT',
  'Casselwyn',
  'Dovrik',
  'Elmquay',
  'FENVIO',
  'Garrowby',
  'HOLVEX',
  'Istrand',
  'Jorvane',
  'KELMOZA',
  'Larkensea',
  'Mosswick',
  'NORDUVA',
  'Oakhelm & Vale',
  'Pellanor',
  'QUIVARA',
  'Rookfield',
  'SOVANTE',
  'Tamberlow',
  'URBELLO',
  'Velmere',
  'WENDOR',
  'Yarrowline',
  'ZEMBRA HAUS',
  'Ashgrove Lane',
  'BOLTREN',
  'Cindermill',
  'DELUVIO',
  'Everfenn',
  'Fjellbo',
  'GOMVERA',
  'Hartlode',
  'INVORA',
  'Juniper Dock',
  'KASTRELL',
  'Lumenfold',
  'MIRVANA',
  'Nettlecombe',
  'OPALTRY',
];

/** Invented merchants. */
export const brands: readonly Brand[] = names.map((name, i) => ({ name, voice: voices[i % voices.length] }));

export const collections: readonly string[] = [
  'Orrin',
  'Maren',
  'Tilda',
  'Hollis',
  'Bexley',
  'Linnea',
  'Corbin',
  'Sorrel',
  'Anselm',
  'Wren',
  'Idris',
  'Paloma',
];

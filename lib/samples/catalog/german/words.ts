import type { ColorName, MaterialName, StyleName } from '../attributes.js';
import type { CategoryName } from '../categories.js';

/** How a German shop files and names a category. */
export interface GermanCategory {
  /** Below "Möbel & Wohnen". */
  readonly path: readonly [string, string];
  /** The plain word, last part of most compounds: "Tisch". */
  readonly head: string;
  readonly plural: string;
  /** What merchants call it, compounds for the most part. */
  readonly nouns: readonly [string, ...string[]];
  /** With preposition and article: "für das Wohnzimmer". */
  readonly room: string;
  readonly feature: string;
}

const plurals: Readonly<Record<string, string>> = {
  Sofa: 'Sofas',
  Sessel: 'Sessel',
  Hocker: 'Hocker',
  Bank: 'Bänke',
  Stuhl: 'Stühle',
  Tisch: 'Tische',
  Regal: 'Regale',
  Schrank: 'Schränke',
  Kommode: 'Kommoden',
  Bett: 'Betten',
  Lampe: 'Lampen',
  Teppich: 'Teppiche',
  Matte: 'Matten',
  Spiegel: 'Spiegel',
  Uhr: 'Uhren',
  Vase: 'Vasen',
  Topf: 'Töpfe',
  Vorhang: 'Vorhänge',
  Kissen: 'Kissen',
  Ständer: 'Ständer',
  Korb: 'Körbe',
};

const rooms = {
  living: ['Wohnzimmer', 'für das Wohnzimmer'],
  dining: ['Esszimmer', 'für das Esszimmer'],
  office: ['Arbeitszimmer', 'für das Büro'],
  bedroom: ['Schlafzimmer', 'für das Schlafzimmer'],
  hall: ['Flur', 'für den Flur'],
  bath: ['Bad', 'für das Bad'],
  balcony: ['Balkon', 'für den Balkon'],
} as const;

function category(
  room: keyof typeof rooms,
  head: string,
  nouns: readonly [string, ...string[]],
  feature: string,
): GermanCategory {
  const [name, phrase] = rooms[room];
  return { path: [name, plurals[head]], head, plural: plurals[head], nouns, room: phrase, feature };
}

export const germanCategories: Readonly<Record<CategoryName, GermanCategory>> = {
  sofa: category('living', 'Sofa', ['Sofa', 'Polstersofa', 'Dreisitzersofa'], 'Die Bezüge sind abnehmbar'),
  loveseat: category(
    'living',
    'Sofa',
    ['Zweisitzersofa', 'Doppelsofa'],
    'Auch kleine Räume haben Platz dafür',
  ),
  armchair: category(
    'living',
    'Sessel',
    ['Sessel', 'Ohrensessel', 'Lesesessel'],
    'Rücken und Arme liegen weich',
  ),
  ottoman: category('living', 'Hocker', ['Polsterhocker', 'Fußhocker', 'Sitzhocker'], 'Innen ist Stauraum'),
  bench: category('hall', 'Bank', ['Sitzbank', 'Flurbank', 'Truhenbank'], 'Der Sitz lässt sich anheben'),
  diningChair: category(
    'dining',
    'Stuhl',
    ['Esszimmerstuhl', 'Küchenstuhl', 'Stuhl'],
    'Filzgleiter schonen den Boden',
  ),
  barStool: category('dining', 'Hocker', ['Barhocker', 'Tresenhocker'], 'Die Höhe ist verstellbar'),
  officeChair: category(
    'office',
    'Stuhl',
    ['Bürostuhl', 'Drehstuhl', 'Schreibtischstuhl'],
    'Mit Rollen und Armlehnen',
  ),
  coffeeTable: category('living', 'Tisch', ['Couchtisch', 'Wohnzimmertisch'], 'Mit Ablage unter der Platte'),
  sideTable: category('living', 'Tisch', ['Beistelltisch', 'Ablagetisch'], 'Leicht und schnell umgestellt'),
  diningTable: category(
    'dining',
    'Tisch',
    ['Esstisch', 'Küchentisch', 'Tisch'],
    'Sechs Personen haben Platz',
  ),
  desk: category(
    'office',
    'Tisch',
    ['Schreibtisch', 'Arbeitstisch', 'Computertisch'],
    'Kabel verschwinden hinter der Platte',
  ),
  bookcase: category(
    'living',
    'Regal',
    ['Bücherregal', 'Standregal', 'Regal'],
    'Die Böden lassen sich versetzen',
  ),
  tvStand: category(
    'living',
    'Schrank',
    ['Fernsehschrank', 'Medienschrank', 'TV-Schrank'],
    'Trägt Geräte bis 65 Zoll',
  ),
  dresser: category(
    'bedroom',
    'Kommode',
    ['Kommode', 'Schubladenkommode', 'Wäschekommode'],
    'Die Schubladen laufen leise',
  ),
  nightstand: category(
    'bedroom',
    'Tisch',
    ['Nachttisch', 'Betttisch'],
    'Mit Schublade für Bücher und Brille',
  ),
  wardrobe: category(
    'bedroom',
    'Schrank',
    ['Kleiderschrank', 'Schlafzimmerschrank'],
    'Mit Kleiderstange und Fächern',
  ),
  bed: category('bedroom', 'Bett', ['Bett', 'Doppelbett', 'Gästebett'], 'Der Lattenrost gehört dazu'),
  floorLamp: category('living', 'Lampe', ['Stehlampe', 'Standlampe'], 'Mit Fußschalter, dimmbar'),
  tableLamp: category(
    'bedroom',
    'Lampe',
    ['Tischlampe', 'Nachttischlampe'],
    'Das Licht ist warm und dimmbar',
  ),
  pendant: category(
    'dining',
    'Lampe',
    ['Pendellampe', 'Hängelampe', 'Deckenlampe'],
    'Das Kabel lässt sich kürzen',
  ),
  rug: category('living', 'Teppich', ['Teppich', 'Wohnzimmerteppich'], 'Kurzer Flor, leicht zu saugen'),
  doormat: category('hall', 'Matte', ['Fußmatte', 'Türmatte'], 'Hält Schmutz und Nässe draußen'),
  mirror: category('bath', 'Spiegel', ['Wandspiegel', 'Badspiegel', 'Spiegel'], 'Mit Haken zum Aufhängen'),
  wallClock: category('living', 'Uhr', ['Wanduhr', 'Küchenuhr', 'Uhr'], 'Das Uhrwerk tickt nicht'),
  vase: category('living', 'Vase', ['Vase', 'Blumenvase', 'Bodenvase'], 'Innen glasiert und wasserdicht'),
  planter: category(
    'balcony',
    'Topf',
    ['Blumentopf', 'Pflanztopf', 'Übertopf'],
    'Frostfest, mit Loch im Boden',
  ),
  curtain: category('bedroom', 'Vorhang', ['Vorhang', 'Verdunkelungsvorhang'], 'Zwei Schals mit Ösen'),
  pillow: category(
    'living',
    'Kissen',
    ['Sofakissen', 'Zierkissen', 'Kissen'],
    'Der Bezug hat einen Reißverschluss',
  ),
  shoeRack: category('hall', 'Regal', ['Schuhregal', 'Schuhablageregal'], 'Zwölf Paar Schuhe haben Platz'),
  coatRack: category(
    'hall',
    'Ständer',
    ['Garderobenständer', 'Kleiderständer'],
    'Mit acht Haken für Mäntel und Jacken',
  ),
  basket: category('hall', 'Korb', ['Aufbewahrungskorb', 'Wäschekorb', 'Korb'], 'Mit zwei festen Griffen'),
};

/** Materials: the first part of compounds, and words that stand by themselves. */
export const germanMaterials: Readonly<
  Record<MaterialName, { readonly prefix: string; readonly words: readonly [string, ...string[]] }>
> = {
  wood: { prefix: 'Holz', words: ['Holz', 'Massivholz', 'Eiche', 'Kiefer'] },
  'engineered wood': { prefix: 'Holz', words: ['MDF', 'Spanplatte', 'Holzwerkstoff'] },
  bamboo: { prefix: 'Bambus', words: ['Bambus'] },
  metal: { prefix: 'Metall', words: ['Metall', 'Stahl', 'Eisen'] },
  leather: { prefix: 'Leder', words: ['Leder', 'Rindsleder'] },
  'faux leather': { prefix: 'Kunstleder', words: ['Kunstleder'] },
  velvet: { prefix: 'Samt', words: ['Samt', 'Samtstoff'] },
  linen: { prefix: 'Leinen', words: ['Leinen', 'Leinenstoff'] },
  cotton: { prefix: 'Baumwoll', words: ['Baumwolle'] },
  wool: { prefix: 'Woll', words: ['Wolle', 'Schurwolle'] },
  jute: { prefix: 'Jute', words: ['Jute'] },
  rattan: { prefix: 'Rattan', words: ['Rattan', 'Geflecht'] },
  glass: { prefix: 'Glas', words: ['Glas', 'Sicherheitsglas'] },
  marble: { prefix: 'Marmor', words: ['Marmor', 'Naturstein'] },
  plastic: { prefix: 'Kunststoff', words: ['Kunststoff'] },
  ceramic: { prefix: 'Keramik', words: ['Keramik', 'Steingut', 'Porzellan'] },
  concrete: { prefix: 'Beton', words: ['Beton'] },
  rubber: { prefix: 'Gummi', words: ['Gummi', 'Naturkautschuk'] },
};

export const germanColors: Readonly<Record<ColorName, readonly [string, ...string[]]>> = {
  black: ['schwarz', 'mattschwarz'],
  white: ['weiß', 'cremeweiß'],
  gray: ['grau', 'hellgrau', 'dunkelgrau'],
  beige: ['beige', 'sandfarben'],
  brown: ['braun', 'dunkelbraun', 'nussbaum'],
  natural: ['natur', 'naturfarben'],
  navy: ['marineblau', 'dunkelblau'],
  blue: ['blau', 'hellblau'],
  teal: ['petrol', 'türkis'],
  green: ['grün', 'olivgrün'],
  red: ['rot', 'weinrot'],
  pink: ['rosa', 'altrosa'],
  yellow: ['gelb', 'senfgelb'],
  orange: ['orange', 'terrakotta'],
  gold: ['goldfarben', 'messing'],
  silver: ['silberfarben', 'chrom'],
};

export const germanStyles: Readonly<Record<StyleName, string>> = {
  modern: 'modern',
  'mid-century': 'Retrostil',
  scandinavian: 'skandinavisch',
  industrial: 'Industriestil',
  rustic: 'rustikal',
  farmhouse: 'Landhausstil',
  traditional: 'klassisch',
  bohemian: 'Bohostil',
};

export const germanService = [
  'Die Montage ist einfach, Schrauben und Anleitung liegen bei',
  'Mit einem feuchten Tuch abwischen',
  'Farben können am Bildschirm etwas anders aussehen',
  'Rückgabe innerhalb von 30 Tagen',
  'Auf Wunsch auch in anderen Größen',
] as const;

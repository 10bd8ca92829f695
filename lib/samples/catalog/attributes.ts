/** A value of an attribute: how it looks, and the words that merchants use for it, the most usual first. */
export interface Color {
  readonly hex: string;
  readonly words: readonly string[];
}

export const colors = {
  black: { hex: '#2a2a2e', words: ['Black', 'Black', 'Matte Black', 'Ebony'] },
  white: { hex: '#f3f2ee', words: ['White', 'White', 'Pure White', 'Snow White'] },
  gray: { hex: '#8a8e94', words: ['Gray', 'Grey', 'Light Grey', 'Slate Gray', 'Charcoal Grey'] },
  beige: { hex: '#d8c5a3', words: ['Beige', 'Beige', 'Cream', 'Sand', 'Oatmeal'] },
  brown: { hex: '#6e452a', words: ['Brown', 'Dark Brown', 'Espresso', 'Walnut', 'Rustic Brown'] },
  natural: { hex: '#cda26c', words: ['Natural', 'Natural', 'Light Oak', 'Honey'] },
  navy: { hex: '#22335f', words: ['Navy', 'Navy Blue', 'Midnight Blue'] },
  blue: { hex: '#3e7abd', words: ['Blue', 'Blue', 'Sky Blue', 'Cobalt'] },
  teal: { hex: '#1d8289', words: ['Teal', 'Teal', 'Peacock', 'Turquoise'] },
  green: { hex: '#4b7f4d', words: ['Green', 'Green', 'Sage Green', 'Olive', 'Emerald Green'] },
  red: { hex: '#b42f2f', words: ['Red', 'Red', 'Burgundy', 'Wine Red'] },
  pink: { hex: '#e39fb0', words: ['Pink', 'Pink', 'Blush', 'Dusty Rose'] },
  yellow: { hex: '#e6ba3d', words: ['Yellow', 'Mustard', 'Mustard Yellow'] },
  orange: { hex: '#da7429', words: ['Orange', 'Burnt Orange', 'Terracotta'] },
  gold: { hex: '#c6a049', words: ['Gold', 'Gold', 'Brass', 'Antique Gold'] },
  silver: { hex: '#b8bdc3', words: ['Silver', 'Silver', 'Chrome', 'Brushed Nickel'] },
} as const satisfies Record<string, Color>;

export type ColorName = keyof typeof colors;

const woodColors: readonly ColorName[] = ['brown', 'natural', 'white', 'black', 'gray'];
const brightColors: readonly ColorName[] = [
  'gray',
  'blue',
  'beige',
  'navy',
  'white',
  'green',
  'red',
  'black',
  'teal',
  'yellow',
  'pink',
  'orange',
];

/** What a product is mostly made of. `cost` multiplies the category's price. */
export interface Material {
  readonly words: readonly string[];
  readonly cost: number;
  readonly colors: readonly ColorName[];
  /** A sentence that a listing may say about it. */
  readonly praise: string;
}

export const materials = {
  wood: {
    words: ['Wood', 'Solid Wood', 'Wood', 'Pine', 'Acacia Wood', 'Oak'],
    cost: 1.3,
    colors: woodColors,
    praise: 'Made from solid wood with a visible grain, so that no two pieces look quite the same',
  },
  'engineered wood': {
    words: ['Engineered Wood', 'MDF', 'Manufactured Wood', 'Particle Board'],
    cost: 0.8,
    colors: ['white', 'brown', 'black', 'gray', 'natural'],
    praise: 'The thick engineered wood panels resist scratches and moisture',
  },
  bamboo: {
    words: ['Bamboo', 'Natural Bamboo'],
    cost: 0.9,
    colors: ['natural', 'brown'],
    praise: 'Bamboo is light, strong and grows back quickly',
  },
  metal: {
    words: ['Metal', 'Metal', 'Steel', 'Iron', 'Alloy Steel'],
    cost: 1,
    colors: ['black', 'white', 'gold', 'silver', 'gray', 'red', 'blue', 'green', 'yellow'],
    praise: 'The powder-coated metal will not rust or wobble',
  },
  leather: {
    words: ['Leather', 'Genuine Leather', 'Top Grain Leather'],
    cost: 1.9,
    colors: ['brown', 'black', 'white', 'gray', 'red', 'green'],
    praise: 'Full leather upholstery grows softer and richer with every year of use',
  },
  'faux leather': {
    words: ['Faux Leather', 'PU Leather', 'Vegan Leather'],
    cost: 0.9,
    colors: ['black', 'brown', 'white', 'gray', 'beige', 'red'],
    praise: 'The faux leather cover wipes clean in seconds',
  },
  velvet: {
    words: ['Velvet', 'Velvet', 'Velvet Fabric'],
    cost: 1.2,
    colors: ['green', 'navy', 'pink', 'gray', 'teal', 'blue', 'yellow', 'red', 'beige', 'orange'],
    praise: 'Plush velvet catches the light and feels wonderful to the touch',
  },
  linen: {
    words: ['Linen', 'Linen', 'Linen Fabric', 'Linen Blend'],
    cost: 1.05,
    colors: ['beige', 'gray', 'white', 'navy', 'blue', 'green', 'brown'],
    praise: 'A breathable linen weave keeps it cool in summer and cosy in winter',
  },
  cotton: {
    words: ['Cotton', '100% Cotton', 'Cotton Blend'],
    cost: 0.85,
    colors: brightColors,
    praise: 'Soft cotton that can go in the washing machine',
  },
  wool: {
    words: ['Wool', 'Wool', 'New Zealand Wool'],
    cost: 1.6,
    colors: ['gray', 'beige', 'red', 'navy', 'white', 'green', 'brown', 'orange'],
    praise: 'Dense wool pile that is warm underfoot and naturally resists stains',
  },
  jute: {
    words: ['Jute', 'Natural Jute', 'Jute Fiber'],
    cost: 0.8,
    colors: ['natural', 'brown', 'gray', 'black'],
    praise: 'Hand-braided jute brings an earthy texture to the room',
  },
  rattan: {
    words: ['Rattan', 'Rattan', 'Wicker', 'Woven Rattan'],
    cost: 1.1,
    colors: ['natural', 'brown', 'white', 'gray', 'black'],
    praise: 'Hand-woven rattan over a sturdy frame, light enough to move around',
  },
  glass: {
    words: ['Glass', 'Tempered Glass', 'Glass'],
    cost: 1.15,
    colors: ['black', 'gold', 'silver', 'blue', 'green', 'pink', 'orange'],
    praise: 'Clear tempered glass makes a small room look larger',
  },
  marble: {
    words: ['Marble', 'Marble', 'Natural Marble', 'Stone'],
    cost: 2,
    colors: ['white', 'black', 'gray', 'green'],
    praise: 'Real marble with its own veins, polished and sealed',
  },
  plastic: {
    words: ['Plastic', 'Polypropylene', 'Plastic'],
    cost: 0.55,
    colors: ['white', 'black', 'gray', 'red', 'yellow', 'blue', 'green', 'orange', 'pink', 'teal'],
    praise: 'Durable plastic that is light, stackable and easy to rinse',
  },
  ceramic: {
    words: ['Ceramic', 'Ceramic', 'Stoneware', 'Porcelain'],
    cost: 1,
    colors: ['white', 'blue', 'green', 'black', 'orange', 'teal', 'pink', 'gray', 'beige', 'yellow'],
    praise: 'Each ceramic piece is glazed by hand and fired twice',
  },
  concrete: {
    words: ['Concrete', 'Cement'],
    cost: 1.1,
    colors: ['gray', 'white', 'black'],
    praise: 'Cast in fibre-reinforced concrete for a calm, raw surface',
  },
  rubber: {
    words: ['Rubber', 'Natural Rubber', 'Rubber'],
    cost: 0.9,
    colors: ['black', 'gray', 'brown', 'green', 'red', 'blue'],
    praise: 'Heavy rubber grips the ground and dries fast',
  },
} as const satisfies Record<string, Material>;

export type MaterialName = keyof typeof materials;

/** A manner of design; `trim` colours legs and frames, `corner` rounds edges (pixels), `leg` shapes legs. */
export interface Style {
  readonly words: readonly string[];
  readonly trim: string;
  readonly corner: number;
  readonly leg: 'straight' | 'tapered' | 'block' | 'turned' | 'thin';
}

export const styles = {
  modern: {
    words: ['Modern', 'Contemporary', 'Modern', 'Minimalist'],
    trim: '#33363b',
    corner: 4,
    leg: 'straight',
  },
  'mid-century': {
    words: ['Mid-Century Modern', 'Mid Century', 'Retro'],
    trim: '#7a4a2b',
    corner: 9,
    leg: 'tapered',
  },
  scandinavian: {
    words: ['Scandinavian', 'Nordic', 'Scandinavian'],
    trim: '#d3ab78',
    corner: 13,
    leg: 'tapered',
  },
  industrial: { words: ['Industrial', 'Industrial', 'Loft Style'], trim: '#2b2c2f', corner: 1, leg: 'thin' },
  rustic: { words: ['Rustic', 'Rustic', 'Country'], trim: '#70492c', corner: 2, leg: 'block' },
  farmhouse: { words: ['Farmhouse', 'Farmhouse', 'Cottage'], trim: '#a8794c', corner: 3, leg: 'block' },
  traditional: { words: ['Traditional', 'Classic', 'Vintage'], trim: '#4b2a1b', corner: 17, leg: 'turned' },
  bohemian: { words: ['Boho', 'Bohemian', 'Boho Chic'], trim: '#b98a55', corner: 11, leg: 'turned' },
} as const satisfies Record<string, Style>;

export type StyleName = keyof typeof styles;

export const styleNames = Object.keys(styles) as StyleName[];
export const countries: readonly string[] = [
  'China',
  'China',
  'China',
  'Vietnam',
  'India',
  'USA',
  'Malaysia',
  'Poland',
  'Turkey',
  'Italy',
];

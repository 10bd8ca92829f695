import { hexContrast, hsl, mix } from '../../images/color/index.js';
import type { Random } from '../../vectors/index.js';
import { type Box, emptyShare, overlap } from '../drawing/box.js';
import { inkFor } from '../drawing/ink.js';
import { drawProduct, productNames } from '../drawing/products.js';
import { drawSticker } from '../drawing/sticker.js';
import { picture, plate, px } from '../drawing/svg.js';
import { fitText, type Setting, setText, textSvg } from '../drawing/type.js';
import type { CreativeAttributes, CreativePlan } from './attributes.js';

/** Width and height of the formats, pixels: square, portrait, landscape; all of about one area. */
const formats = [
  [540, 540],
  [540, 540],
  [482, 602],
  [640, 456],
] as const;

const headlines = ['New season', 'Made to last', 'Fresh ideas', 'Feel at home', 'Go further', 'Look closer'];
const sentences = [
  'Designed for every day and made with care for many years of use',
  'Free delivery this week on everything in the new collection',
  'Choose your colour today and have it with you tomorrow morning',
  'Better materials, fewer parts and a promise of repair for life',
];

const clamp = (x: number) => Math.min(1, Math.max(0, x));
const degrees = Math.PI / 180;

/** Draws a plan as SVG, and says what it became. */
export function composeCreative(
  plan: CreativePlan,
  random: Random,
): { readonly svg: string; readonly attributes: CreativeAttributes } {
  const [width, height] = random.pick(formats);
  const canvas: Canvas = { width, height, unit: Math.sqrt(width * height) };
  const colors = colorsOf(plan, random);
  const layout = layoutOf(plan, canvas, random);
  const texts = [layout.headlineBox, layout.bodyBox];
  const stickers = placeStickers(Math.round(16 * plan.clutter), texts, canvas, random);
  return {
    svg: picture(width, height, drawn(layout, stickers, colors, canvas, random)),
    attributes: attributesOf(plan, layout, stickers, colors, canvas),
  };
}

interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Side of a square of the same area. */
  readonly unit: number;
}

function colorsOf(plan: CreativePlan, random: Random) {
  const off = 65 * (1 - plan.harmony);
  const second = plan.hue + (random.int(2) ? 25 + off : 180 - off) * (random.int(2) ? 1 : -1);
  const strong = 0.08 + 0.87 * plan.saturation;
  const background = hsl(plan.hue, 0.5 * strong, plan.light ? 0.93 : 0.11);
  const accent = hsl(second, strong, 0.52);
  return {
    second,
    strong,
    background,
    accent,
    panel: hsl(plan.hue, strong, 0.52),
    ink: inkFor([background], plan.hue, 16 ** plan.contrast),
    loud: mix(accent, plan.light ? '#000000' : '#ffffff', 0.25),
  };
}
type Colors = ReturnType<typeof colorsOf>;

/** A band at the top or the bottom, and a column of headline, product and body. */
function layoutOf(plan: CreativePlan, { width, height, unit }: Canvas, random: Random) {
  const bandHeight = 0.09 * height;
  const bandOnTop = random.int(2) === 0;
  const band: Box = { x: 0, y: bandOnTop ? 0 : height - bandHeight, width, height: bandHeight };
  const columnWidth = width * (0.9 - 0.4 * (1 - plan.balance));
  const slack = 0.9 * width - columnWidth;
  const x = 0.05 * width + (random.int(2) ? slack : 0);
  const top = (bandOnTop ? bandHeight : 0) + 0.045 * unit;
  const bottom = height - (bandOnTop ? 0 : bandHeight) - 0.045 * unit;

  const bodySize = 0.036 * unit;
  const body = bodyOf(random, 2 + Math.round(6 * plan.text), bodySize, columnWidth);
  const headline = fitText(random.pick(headlines), true, bodySize * (1 + 2.6 * plan.hierarchy), {
    width: columnWidth,
    height: 0.3 * height,
  });
  const headlineBox: Box = { x, y: top, width: columnWidth, height: headline.height };
  const bodyBox: Box = { x, y: bottom - body.height, width: columnWidth, height: body.height };
  const room = bodyBox.y - headlineBox.y - headline.height - 0.07 * unit;
  const side = Math.min(columnWidth, room) * (0.34 + 0.66 * plan.focus);
  const product: Box = {
    x: x + (columnWidth - side) / 2,
    y: headlineBox.y + headline.height + 0.035 * unit + (room - side) / 2,
    width: side,
    height: side,
  };
  return { band, slack, bodySize, body, bodyBox, headline, headlineBox, product };
}
type Layout = ReturnType<typeof layoutOf>;

function drawn(
  { band, product, headline, headlineBox, body, bodyBox }: Layout,
  stickers: readonly Box[],
  { background, accent, panel, ink, loud }: Colors,
  { width, height }: Canvas,
  random: Random,
): string {
  const paint = {
    main: accent,
    light: mix(accent, '#ffffff', 0.6),
    dark: mix(accent, '#000000', 0.6),
    accent: panel,
  };
  const side = product.width;
  const inset = 0.12 * side;
  const corner = random.pick([0, 0.08, 0.5]) * side;
  return (
    `<rect width="${width}" height="${height}" fill="${background}"/>${plate(band, 0, accent)}${plate(product, corner, panel)}` +
    `<g transform="translate(${px(product.x + inset)} ${px(product.y + inset)}) scale(${((side - 2 * inset) / 100).toFixed(4)})">${drawProduct(random.pick(productNames), paint)}</g>` +
    stickers.map((box) => drawSticker(box, loud, random)).join('') +
    textSvg(headline, headlineBox, 'middle', ink) +
    textSvg(body, bodyBox, 'middle', ink)
  );
}

/** What the creative turned out to be, which may be less than was planned. */
function attributesOf(
  plan: CreativePlan,
  { band, slack, bodySize, body, bodyBox, headline, headlineBox, product }: Layout,
  stickers: readonly Box[],
  { second, strong, background, ink }: Colors,
  { width, height }: Canvas,
): CreativeAttributes {
  const area = width * height;
  const side = product.width;
  const warm = [
    [plan.hue, side ** 2 * strong],
    [second, width * band.height * strong],
    [plan.hue, 0.15 * area * strong],
  ];
  const warmth = warm.reduce((sum, [hue, weight]) => sum + weight * Math.cos((hue - 30) * degrees), 0);
  const boxes = [band, product, ...stickers, inner(headline, headlineBox), inner(body, bodyBox)];
  return {
    contrast: clamp(Math.log(hexContrast(ink, background)) / Math.log(16)),
    saturation: plan.saturation,
    warmth: (1 + warmth / warm.reduce((sum, [, weight]) => sum + weight, 0)) / 2,
    harmony: plan.harmony,
    clutter: stickers.length / 16,
    text: clamp((headline.area + body.area) / (0.25 * area)),
    hierarchy: clamp((headline.fontSize / bodySize - 1) / 2.6),
    focus: clamp(side ** 2 / (0.4 * area)),
    space: emptyShare(boxes, width, height),
    balance: 1 - slack / (0.4 * width),
    light: plan.light,
  };
}

/** The box of centred text. */
function inner(text: Setting, box: Box): Box {
  return { ...box, x: box.x + (box.width - text.width) / 2, width: text.width };
}

/** Words in at most so many lines. */
function bodyOf(random: Random, lines: number, size: number, width: number): Setting {
  const words = random.shuffle(sentences).join(' ').split(' ');
  let setting = setText(words[0], size, false, width);
  for (let count = 2; count <= words.length; count++) {
    const longer = setText(words.slice(0, count).join(' '), size, false, width);
    if (longer.lines.length > lines) break;
    setting = longer;
  }
  return setting;
}

/** Places for stickers, anywhere but on text. */
function placeStickers(
  count: number,
  texts: readonly Box[],
  { width, height, unit }: Canvas,
  random: Random,
): Box[] {
  const size = 0.07 * unit;
  const placed: Box[] = [];
  for (let tries = 0; placed.length < count && tries < 600; tries++) {
    const box: Box = {
      x: random.uniform() * (width - size),
      y: random.uniform() * (height - size),
      width: size,
      height: size,
    };
    const taken = [...texts, ...placed].some((other) => overlap(other, box) > 0);
    if (!taken) placed.push(box);
  }
  return placed;
}

import { hexContrast } from '../../images/index.js';
import { type Random, randomStream } from '../../vectors/index.js';
import { type Box, emptyShare, kept, overlap } from '../drawing/box.js';
import { inkFor } from '../drawing/ink.js';
import { drawProduct } from '../drawing/products.js';
import { burst, drawSticker } from '../drawing/sticker.js';
import { fitText, type Setting, setText, textSvg } from '../drawing/type.js';
import {
  type AdFacts,
  type AdText,
  checkCompliance,
  complianceRules,
  type RuleResult,
  textContrast,
} from './compliance.js';
import { writeCopy } from './copy.js';
import { drawBackground, drawMark, drawStage } from './decor.js';
import { margin, type Slots, slotsOf } from './layout.js';
import { makePalette, type Palette } from './palette.js';
import { type AdPlan, planAd } from './plan.js';
import { type AdAttributes, adScore, scoreNoise } from './score.js';

/** An ad that is drawn, and what is true of it. */
export interface ComposedAd {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly layout: string;
  readonly background: string;
  readonly product: string;
  readonly brand: string;
  readonly headline: string;
  /** What is on it: 'headline', 'price', 'sticker', … */
  readonly elements: Readonly<Record<string, number>>;
  readonly attributes: AdAttributes;
  /** In [0, 100], one decimal. */
  readonly quality: number;
  readonly compliant: boolean;
  readonly rules: readonly RuleResult[];
}

/** A part that stands on the grid, or off it. */
interface Part {
  readonly role: string;
  box: Box;
  /** Degrees. */
  tilt: number;
  readonly svg: (box: Box) => string;
}

const clamp = (x: number) => Math.min(1, Math.max(0, x));

/** Drawings of one plan before another plan is made: some leave no room for everything that they ask for. */
const attemptsPerPlan = 30;

/**
 * Ad number `index` of a seed, with about `size`² pixels. Drawn again, with other numbers, until it does what its plan
 * says: the rules that it should break are broken, the others kept, none within its gap, and texts lie on background.
 */
export function composeAd(seed: number, index: number, size: number): ComposedAd {
  for (let number = 0; ; number++) {
    const plan = planAd(randomStream(seed, 'plan', index, number), size);
    for (let attempt = 0; attempt < attemptsPerPlan; attempt++) {
      const ad = tryAd(plan, randomStream(seed, 'ad', index, number, attempt));
      if (ad) return ad;
    }
  }
}

function tryAd(plan: AdPlan, random: Random): ComposedAd | null {
  const { width, height, aims, broken } = plan;
  const scale = Math.sqrt(width * height);
  const copy = writeCopy(plan.product, random);
  const palette = makePalette(random, aims.harmony);
  const slots = slotsOf(plan, random);
  const background = drawBackground(palette, width, height, random);
  const under = background.kind === 'flat' ? palette.background.slice(0, 1) : palette.background;
  const inkHue = random.int(360);
  const ink = inkFor(
    under,
    inkHue,
    broken.has('text-contrast') ? 1.12 + 0.28 * random.uniform() : Math.exp(1.72 + 1.05 * aims.contrast),
  );
  const texts: AdText[] = [];
  const addText = (role: string, { fontSize, bold, area }: Setting, color: string, on: readonly string[]) =>
    void texts.push({ role, color, on, fontSize, bold, area });

  // Type: headline, body, button, from the top of the text slot.
  const { text: slot, anchor } = slots;
  const bodySize = 0.046 * scale;
  const long = broken.has('text-coverage');
  const aimed = bodySize * (1.3 + 1.9 * aims.hierarchy);
  const label = setText(copy.button, 0.05 * scale, true, slot.width);
  const gap = 0.035 * scale;
  const typeset = (button: boolean) => {
    const below = gap + (button ? gap + 2.1 * label.fontSize : 0);
    const short = setText(copy.support, bodySize, false, slot.width);
    const free = slot.height - below - (long ? 0 : short.height);
    const headline = fitText(copy.headline, true, aimed, {
      width: slot.width,
      height: Math.min(free, slot.height * (long ? 0.2 : 0.52)),
    });
    const room = slot.height - below - headline.height;
    const wanted = 0.31 * width * height - headline.area;
    const body = long ? longText(copy.long, wanted, slot.width, room) : short;
    return body && body.width <= slot.width ? { headline, body, button } : null;
  };
  const set = typeset(aims.callToAction > 0.3) ?? typeset(false);
  if (!set) return null;
  const { headline, body, button: hasButton } = set;
  const buttonHeight = 2.1 * label.fontSize;
  const parts: Part[] = [];
  const used = headline.height + gap + body.height + (hasButton ? gap + buttonHeight : 0);
  let y = slot.y + (anchor === 'middle' ? 0.3 : 0.45) * (slot.height - used);
  const stack = (role: string, w: number, h: number, svg: (box: Box) => string) => {
    const x = anchor === 'middle' ? slot.x + (slot.width - w) / 2 : slot.x;
    parts.push({ role, box: { x, y, width: w, height: h }, tilt: 0, svg });
    y += h + gap;
  };
  stack('headline', headline.width, headline.height, (box) => textSvg(headline, box, anchor, ink));
  addText('headline', headline, ink, under);
  stack('body', body.width, body.height, (box) => textSvg(body, box, anchor, ink));
  addText('body', body, ink, under);
  if (hasButton) {
    const w = label.width + 1.6 * label.fontSize;
    const round = random.pick([0.5, 0.18, 0]);
    stack('button', w, buttonHeight, (box) => {
      const rx = (round * box.height).toFixed(1);
      const plate = `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}" rx="${rx}" fill="${palette.accent}"/>`;
      const at = { ...box, y: box.y + (box.height - label.height) / 2 + 0.08 * label.fontSize };
      return plate + textSvg(label, at, 'middle', palette.onAccent);
    });
    addText('button', label, palette.onAccent, [palette.accent]);
  }

  // The product, as large as it should be.
  const side = Math.min(slots.product.width, slots.product.height) * (0.45 + 0.55 * aims.focus);
  const productPart: Part = {
    role: 'product',
    box: {
      x: slots.product.x + (slots.product.width - side) / 2,
      y: slots.product.y + (slots.product.height - side) / 2,
      width: side,
      height: side,
    },
    tilt: 0,
    svg: (box) =>
      drawStage(box, palette, random) +
      `<g transform="translate(${n(box.x)} ${n(box.y)}) scale(${(side / 100).toFixed(4)})">${drawProduct(plan.product, palette.product)}</g>`,
  };
  parts.unshift(productPart);
  const alignment = misalign(parts, aims.alignment, width, height, slots, random);
  const logo = makeLogo(plan, copy.brand, palette, slots, scale, random);
  const bottom = slots.strip?.y ?? height;

  // The price flag, where nothing is in its way.
  const flag = plan.showsPrice ? placeFlag(0.25 * scale, parts, logo.box, width, bottom, random) : null;
  if (plan.showsPrice && !flag) return null;
  if (flag) {
    const price = fitText(copy.price, true, 0.085 * scale, {
      width: flag.width * 0.72,
      height: flag.height * 0.6,
    });
    const kind = random.int(3);
    const [flagColor, onFlag] = random.pick(flagColors);
    parts.push({
      role: 'price',
      box: flag,
      tilt: alignment.tilt(),
      svg: (box) => {
        const at = {
          x: box.x + (box.width - price.width) / 2,
          y: box.y + (box.height - price.height) / 2 + 0.08 * price.fontSize,
          width: price.width,
          height: price.height,
        };
        return flagPlate(kind, box, flagColor) + textSvg(price, at, 'middle', onFlag);
      },
    });
    addText('price', price, onFlag, [flagColor]);
  }

  // Disclaimer.
  let stripSvg = '';
  if (slots.strip) {
    const plate = inkFor(under, inkHue, 12);
    const fine = fitText(copy.disclaimer, false, 0.034 * scale, {
      width: width * 0.88,
      height: slots.strip.height * 0.8,
    });
    const fineInk = inkFor([plate], inkHue, 9);
    const { x, y: top, height: h } = slots.strip;
    stripSvg =
      `<rect x="${x}" y="${n(top)}" width="${width}" height="${n(h + 1)}" fill="${plate}"/>` +
      textSvg(fine, { x, y: top + (h - fine.height) / 2, width, height: fine.height }, 'middle', fineInk);
    addText('disclaimer', fine, fineInk, [plate]);
  }

  // Stickers, anywhere but on text.
  const stickers: Box[] = [];
  let stickerSvg = '';
  const wanted = Math.round(12 * (1 - aims.order));
  const taken = [...parts.filter(({ role }) => role !== 'product').map(extent), logo.box];
  for (let tries = 0; stickers.length < wanted && tries < 400; tries++) {
    const s = (0.065 + 0.075 * random.uniform()) * scale;
    const box = kept(
      { x: random.uniform() * width - s / 2, y: random.uniform() * bottom - s / 2, width: s, height: s },
      width,
      bottom,
      0.02 * scale,
    );
    if (taken.some((other) => overlap(box, other) > 0)) continue;
    if (stickers.some((other) => overlap(box, other) > 0.2 * s * s)) continue;
    stickers.push(box);
    const color = random.pick(loudColors);
    stickerSvg += turned(drawSticker(box, color, random), box, 40 * (random.uniform() - 0.5));
  }

  const facts: AdFacts = {
    width,
    height,
    texts,
    logo: logo.box,
    showsPrice: plan.showsPrice,
    showsDisclaimer: plan.showsDisclaimer,
  };
  const rules = checkCompliance(facts);
  if (!asPlanned(rules, broken) || !textsFree(parts, logo.box, width, bottom)) return null;

  const area = width * height;
  const onProduct = stickers.reduce((sum, box) => sum + overlap(box, productPart.box), 0) / side ** 2;
  const empty = emptyShare([...parts.map(({ box }) => box), ...stickers, logo.box], width, height);
  const stands = Math.min(...under.map((color) => hexContrast(color, palette.accent)));
  const attributes: AdAttributes = {
    contrast: clamp(Math.log(textContrast(texts[0])) / Math.log(14)),
    alignment: alignment.value,
    order: clamp(1 - 0.08 * stickers.length - 0.3 * onProduct),
    hierarchy: clamp((headline.fontSize / body.fontSize - 1.2) / 1.8),
    harmony: palette.harmony,
    focus: clamp((side ** 2 / area - 0.04) / 0.14),
    space: clamp(1 - Math.max(0, Math.abs(empty - 0.55) - 0.15) / 0.25),
    callToAction: hasButton ? 0.5 + 0.5 * clamp((stands - 1.2) / 2.8) : 0,
  };
  const noisy = adScore(attributes) + scoreNoise * random.normal();
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${background.svg}${stripSvg}${turned(parts[0].svg(parts[0].box), parts[0].box, parts[0].tilt)}${stickerSvg}` +
    `${parts
      .slice(1)
      .map((part) => turned(part.svg(part.box), part.box, part.tilt))
      .join('')}${logo.svg}</svg>`;
  const elements = Object.fromEntries(parts.map(({ role }) => [role, 1]));
  return {
    svg,
    width,
    height,
    layout: plan.layout,
    background: background.kind,
    product: plan.product,
    brand: copy.brand,
    headline: copy.headline,
    elements: { ...elements, logo: 1, disclaimer: plan.showsDisclaimer ? 1 : 0, sticker: stickers.length },
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, Math.round(1000 * value) / 1000]),
    ) as unknown as AdAttributes,
    quality: Math.round(10 * Math.min(100, Math.max(0, noisy))) / 10,
    compliant: rules.every(({ ok }) => ok),
    rules,
  };
}

const loudColors = ['#ff2d95', '#00e5ff', '#b6ff00', '#ff6a00', '#7a00ff', '#00c26a'];

/** Of price flags, which have colours that no sticker has, and of the text on them. */
const flagColors = [
  ['#d0021b', '#ffffff'],
  ['#ffd400', '#101014'],
] as const;

const n = (x: number) => x.toFixed(1);

function turned(svg: string, { x, y, width, height }: Box, degrees: number): string {
  if (degrees === 0) return svg;
  return `<g transform="rotate(${n(degrees)} ${n(x + width / 2)} ${n(y + height / 2)})">${svg}</g>`;
}

/** The upright box around a tilted part. */
function extent({ box, tilt }: Part): Box {
  const angle = (Math.abs(tilt) * Math.PI) / 180;
  const width = box.width * Math.cos(angle) + box.height * Math.sin(angle);
  const height = box.height * Math.cos(angle) + box.width * Math.sin(angle);
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}

/** Words in the smallest number that cover `area`, in the largest type that fits; null where none does. */
function longText(text: string, area: number, width: number, height: number): Setting | null {
  const words = text.split(' ');
  for (let size = 17; size >= 8; size -= 0.5) {
    let low = 1;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (setText(words.slice(0, middle).join(' '), size, false, width).area >= area) high = middle;
      else low = middle + 1;
    }
    const setting = setText(words.slice(0, low).join(' '), size, false, width);
    if (setting.area >= area && setting.height <= height && setting.width <= width) return setting;
  }
  return null;
}

/** Moves and tilts parts off the grid, as far as they may go; tells the alignment that is left. */
function misalign(
  parts: Part[],
  aim: number,
  width: number,
  height: number,
  { strip }: Slots,
  random: Random,
): { readonly value: number; tilt(): number } {
  const off = 1 - aim;
  const bottom = strip?.y ?? height;
  const sign = () => (random.int(2) ? 1 : -1);
  const tilt = () => (off < 0.12 ? 0 : sign() * 11 * off * (0.7 + 0.6 * random.uniform()));
  let sum = 0;
  for (const part of parts) {
    const { box } = part;
    const others = parts.filter((other) => other !== part);
    for (let reach = 1; reach > 0.2; reach *= 0.85) {
      const turn = reach * tilt();
      const dx = sign() * 0.05 * width * off * reach * (0.7 + 0.6 * random.uniform());
      const dy = sign() * 0.05 * height * off * reach * (0.4 + 0.6 * random.uniform());
      const moved = { ...part, box: { ...box, x: box.x + dx, y: box.y + dy }, tilt: turn };
      const around = extent(moved);
      const inside =
        around.x >= 0.03 * width &&
        around.x + around.width <= 0.97 * width &&
        around.y >= 0.15 * height &&
        around.y + around.height <= bottom - 0.01 * height;
      if (!inside || others.some((other) => overlap(around, extent(other)) > 0)) continue;
      part.box = moved.box;
      part.tilt = turn;
      sum += (Math.abs(dx) / (0.05 * width) + Math.abs(turn) / 11) / 2;
      break;
    }
  }
  return { value: clamp(1 - sum / parts.length), tilt };
}

interface Logo {
  readonly box: Box;
  readonly svg: string;
}

function makeLogo(
  { width, height, broken }: AdPlan,
  brand: string,
  palette: Palette,
  { logoAt }: Slots,
  scale: number,
  random: Random,
): Logo {
  // A logo that leaves its zone is mostly one that was drawn too large.
  const size = (broken.has('logo-safe-zone') ? 1.5 : 1) * scale;
  const h = 0.115 * size;
  const pad = 0.16 * h;
  const word = fitText(brand, true, 0.058 * size, { width: (0.38 * width * size) / scale, height: h });
  const w = 2 * pad + h * 0.72 + 0.2 * h + word.width + 0.1 * h;
  const least = margin;
  const x =
    logoAt === 'left' ? least * width : logoAt === 'right' ? (1 - least) * width - w : (width - w) / 2;
  let box: Box = { x, y: least * height * (0.95 + 0.1 * random.uniform()), width: w, height: h };
  if (broken.has('logo-safe-zone')) {
    const out = -0.05 - 0.03 * random.uniform();
    const sideways = logoAt !== 'middle' && random.int(2) === 0;
    if (!sideways) box = { ...box, y: out * height };
    else box = { ...box, x: logoAt === 'left' ? out * width : width - w - out * width, y: 0.03 * height };
  }
  const onDark = hexContrast(palette.background[0], '#ffffff') > 4.5;
  const [plate, front] = onDark ? ['#ffffff', '#141c2b'] : ['#141c2b', '#ffffff'];
  const mark = { x: box.x + pad, y: box.y + 0.14 * h, width: 0.72 * h, height: 0.72 * h };
  const number = [...brand].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const at = {
    x: mark.x + mark.width + 0.2 * h,
    y: box.y + (h - word.height) / 2 + 0.06 * h,
    width: word.width,
    height: word.height,
  };
  return {
    box,
    svg:
      `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(w)}" height="${n(h)}" rx="${n(h * 0.22)}" fill="${plate}"/>` +
      drawMark(mark, front, plate, number) +
      textSvg(word, at, 'start', front),
  };
}

/** A free place for the price flag, the nearer to the product the better; null where there is none. */
function placeFlag(
  most: number,
  parts: readonly Part[],
  logo: Box,
  width: number,
  bottom: number,
  random: Random,
): Box | null {
  const product = parts[0].box;
  const blocked = [...parts.slice(1).map(extent), logo];
  const edge = 0.035 * width;
  for (const side of [most, 0.88 * most, 0.76 * most, 0.66 * most]) {
    let best: Box | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 160; i++) {
      const box = {
        x: edge + random.uniform() * (width - side - 2 * edge),
        y: edge + random.uniform() * (bottom - side - 2 * edge),
        width: side,
        height: side,
      };
      if (blocked.some((other) => overlap(box, other) > 0)) continue;
      const apart = Math.hypot(
        box.x + side / 2 - product.x - product.width * 0.88,
        box.y + side / 2 - product.y - product.height * 0.12,
      );
      const cost = apart + (3 * overlap(box, product)) / side;
      if (cost < bestCost) [best, bestCost] = [box, cost];
    }
    if (best) return best;
  }
  return null;
}

function flagPlate(kind: number, box: Box, color: string): string {
  const { x, y, width, height } = box;
  if (kind === 0) return `<path d="${burst(box, 14, 0.84)}" fill="${color}"/>`;
  if (kind === 1) {
    return `<circle cx="${n(x + width / 2)}" cy="${n(y + height / 2)}" r="${n(width / 2)}" fill="${color}"/>`;
  }
  const [top, low] = [y + 0.2 * height, y + 0.8 * height];
  return (
    `<path d="M${n(x)} ${n(y + height / 2)}L${n(x + 0.16 * width)} ${n(top)}H${n(x + width)}V${n(low)}H${n(x + 0.16 * width)}Z" fill="${color}"/>` +
    `<circle cx="${n(x + 0.13 * width)}" cy="${n(y + height / 2)}" r="${n(0.035 * width)}" fill="#ffffff"/>`
  );
}

/** Exactly the planned rules are broken, and nothing is inside a rule's gap. */
function asPlanned(rules: readonly RuleResult[], broken: AdPlan['broken']): boolean {
  return rules.every(({ id, ok, measured, required }) => {
    if (ok === broken.has(id)) return false;
    if (id === 'price-disclaimer') return true;
    const [failing, passing] = complianceRules.find((rule) => rule.id === id)!.gap;
    const limit = ok ? passing : failing;
    if (id === 'text-coverage') return ok ? measured <= limit : measured >= limit;
    if (id === 'text-contrast' && ok) return measured >= Math.max(limit * (required / 4.5), required);
    return ok ? measured >= limit : measured <= limit;
  });
}

/** Text, button, flag and logo touch nothing; text keeps inside the ad. */
function textsFree(parts: readonly Part[], logo: Box, width: number, bottom: number): boolean {
  const solid = [...parts.slice(1).map(extent), logo];
  const product = parts[0].box;
  return solid.every((box, i) => {
    const isLogo = i === solid.length - 1;
    const role = parts[i + 1]?.role;
    if (!isLogo && (box.x < 0.02 * width || box.x + box.width > 0.98 * width)) return false;
    if (!isLogo && box.y + box.height > bottom) return false;
    if ((role === 'headline' || role === 'body') && overlap(box, product) > 0) return false;
    return solid.every((other, j) => i === j || overlap(box, other) === 0);
  });
}

import { hexContrast } from '../../images/color/index.js';
import { type Random, randomStream } from '../../vectors/index.js';
import { type Box, emptyShare, overlap } from '../drawing/box.js';
import { drawProduct } from '../drawing/products.js';
import { picture, px } from '../drawing/svg.js';
import { asPlanned, textsFree } from './as-planned.js';
import { checkCompliance, type RuleResult, textContrast } from './compliance.js';
import { drawStage } from './decor.js';
import { disclaimer } from './disclaimer.js';
import { plannedFaults } from './faults.js';
import { type Logo, makeLogo } from './logo.js';
import { misalign } from './misalign.js';
import { type Part, partSvg } from './part.js';
import { type AdPlan, planAd } from './plan.js';
import { priceFlag } from './price-flag.js';
import { type AdAttributes, adScore, scoreNoise } from './score.js';
import { makeSheet, type Sheet } from './sheet.js';
import { scatterStickers } from './stickers.js';
import { type Typeset, typeset } from './typeset.js';

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
  /** Score of its quality, in [0, 100], one decimal. */
  readonly quality: number;
  readonly compliant: boolean;
  readonly rules: readonly RuleResult[];
}

const clamp = (x: number) => Math.min(1, Math.max(0, x));

/** Drawings of one plan before another plan is made: some leave no room for everything that they ask for. */
const attemptsPerPlan = 30;

/**
 * Ad number `index` of a seed, with about `size`² pixels. Drawn again, with other numbers, until it does what its plan
 * says: the rules that it should break are broken, the others kept, none within its gap, and texts lie on background.
 */
export function composeAd(seed: number, index: number, size: number): ComposedAd {
  const broken = plannedFaults(seed, index);
  for (let number = 0; ; number++) {
    const plan = planAd(randomStream(seed, 'plan', index, number), size, broken);
    for (let attempt = 0; attempt < attemptsPerPlan; attempt++) {
      const ad = tryAd(plan, randomStream(seed, 'ad', index, number, attempt));
      if (ad) return ad;
    }
  }
}

function tryAd(plan: AdPlan, random: Random): ComposedAd | null {
  const { width, height, broken, showsPrice, showsDisclaimer } = plan;
  const sheet = makeSheet(plan, random);
  const type = typeset(sheet);
  if (!type) return null;
  const product = productPart(sheet);
  const parts = [product, ...type.parts];
  const alignment = misalign(parts, sheet);
  const logo = makeLogo(sheet);
  const flag = showsPrice ? priceFlag(sheet, parts, logo.box, alignment.tilt) : null;
  if (showsPrice && !flag) return null;
  if (flag) parts.push(flag);
  const strip = sheet.slots.strip && disclaimer(sheet, sheet.slots.strip);
  const stickers = scatterStickers(sheet, parts, logo.box);
  const texts = [...parts.flatMap(({ text }) => text ?? []), ...(strip ? [strip.text] : [])];
  const rules = checkCompliance({ width, height, texts, logo: logo.box, showsPrice, showsDisclaimer });
  if (!asPlanned(rules, broken) || !textsFree(parts, logo.box, sheet)) return null;

  const contrast = clamp(Math.log(textContrast(texts[0])) / Math.log(14));
  const measured = measure(sheet, type, parts, stickers.boxes, logo);
  const attributes: AdAttributes = { contrast, alignment: alignment.value, ...measured };
  const noisy = adScore(attributes) + scoreNoise * random.normal();
  const [stage, ...front] = parts.map(partSvg);
  const layers = [sheet.background.svg, strip?.svg ?? '', stage, stickers.svg, ...front, logo.svg];
  const elements = Object.fromEntries(parts.map(({ role }) => [role, 1]));
  return {
    svg: picture(width, height, layers.join('')),
    width,
    height,
    layout: plan.layout,
    background: sheet.background.kind,
    product: plan.product,
    brand: sheet.copy.brand,
    headline: sheet.copy.headline,
    elements: { ...elements, logo: 1, disclaimer: showsDisclaimer ? 1 : 0, sticker: stickers.boxes.length },
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, Math.round(1000 * value) / 1000]),
    ) as unknown as AdAttributes,
    quality: Math.round(10 * Math.min(100, Math.max(0, noisy))) / 10,
    compliant: rules.every(({ ok }) => ok),
    rules,
  };
}

/** The product on its stage, as large as it should be. */
function productPart({ plan, palette, slots: { product: slot }, random }: Sheet): Part {
  const side = Math.min(slot.width, slot.height) * (0.45 + 0.55 * plan.aims.focus);
  return {
    role: 'product',
    box: {
      x: slot.x + (slot.width - side) / 2,
      y: slot.y + (slot.height - side) / 2,
      width: side,
      height: side,
    },
    tilt: 0,
    svg: (box) =>
      drawStage(box, palette, random) +
      `<g transform="translate(${px(box.x)} ${px(box.y)}) scale(${(side / 100).toFixed(4)})">${drawProduct(plan.product, palette.product)}</g>`,
  };
}

/** What came of the plan, on the drawing. */
function measure(
  { plan: { width, height }, palette, under }: Sheet,
  { headline, body }: Typeset,
  parts: readonly Part[],
  stickers: readonly Box[],
  logo: Logo,
): Omit<AdAttributes, 'contrast' | 'alignment'> {
  const product = parts[0].box;
  const side = product.width;
  const onProduct = stickers.reduce((sum, box) => sum + overlap(box, product), 0) / side ** 2;
  const empty = emptyShare([...parts.map(({ box }) => box), ...stickers, logo.box], width, height);
  const stands = Math.min(...under.map((color) => hexContrast(color, palette.accent)));
  const hasButton = parts.some(({ role }) => role === 'button');
  return {
    order: clamp(1 - 0.08 * stickers.length - 0.3 * onProduct),
    hierarchy: clamp((headline.fontSize / body.fontSize - 1.2) / 1.8),
    harmony: palette.harmony,
    focus: clamp((side ** 2 / (width * height) - 0.04) / 0.14),
    space: clamp(1 - Math.max(0, Math.abs(empty - 0.55) - 0.15) / 0.25),
    callToAction: hasButton ? 0.5 + 0.5 * clamp((stands - 1.2) / 2.8) : 0,
  };
}

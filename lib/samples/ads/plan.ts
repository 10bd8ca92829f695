import type { Random } from '../../vectors/index.js';
import { type ProductName, productNames } from '../drawing/products.js';
import type { RuleId } from './compliance.js';
import type { AdAttributes } from './score.js';

/** What an ad is meant to be, before it is drawn. */
export interface AdPlan {
  readonly width: number;
  readonly height: number;
  readonly product: ProductName;
  readonly layout: LayoutName;
  /** The rules that it breaks. */
  readonly broken: ReadonlySet<RuleId>;
  readonly showsPrice: boolean;
  readonly showsDisclaimer: boolean;
  /** Targets in [0, 1]; what comes out is measured on the drawing. */
  readonly aims: Readonly<Omit<AdAttributes, 'space'>>;
}

export type LayoutName = 'column' | 'split-left' | 'split-right' | 'base';

const ratios = [
  [1, 1],
  [1, 1],
  [4, 5],
  [5, 4],
  [9, 16],
  [16, 9],
] as const;

/** Decides an ad that is to break these rules: a third each is aimed at low, medium and high quality. */
export function planAd(random: Random, size: number, broken: ReadonlySet<RuleId>): AdPlan {
  const [w, h] = random.pick(ratios);
  const even = (side: number) => 2 * Math.round(side / 2);
  const width = even(size * Math.sqrt(w / h));
  const height = even(size * Math.sqrt(h / w));
  const layouts: readonly LayoutName[] =
    w > 1.5 * h
      ? ['split-left', 'split-right']
      : h > 1.5 * w
        ? ['column', 'base']
        : ['column', 'split-left', 'split-right', 'base'];
  const layout = random.pick(layouts);
  const product = random.pick(productNames);
  const showsPrice = broken.has('price-disclaimer') || random.uniform() < 0.55;
  const showsDisclaimer = !broken.has('price-disclaimer') && (showsPrice || random.uniform() < 0.8);
  const quality = random.pick([0.02, 0.36, 0.68]) + 0.32 * random.uniform();
  const aim = () => Math.min(1, Math.max(0, quality + 0.1 * random.normal()));
  const aims = {
    contrast: aim(),
    alignment: aim(),
    order: aim(),
    hierarchy: aim(),
    harmony: aim(),
    focus: aim(),
    callToAction: aim(),
  };
  return { width, height, product, layout, broken, showsPrice, showsDisclaimer, aims };
}

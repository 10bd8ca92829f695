import type { Random } from '../../vectors/index.js';
import { inkFor } from '../drawing/ink.js';
import { type Copy, writeCopy } from './copy.js';
import { drawBackground } from './decor.js';
import { type Slots, slotsOf } from './layout.js';
import { makePalette, type Palette } from './palette.js';
import type { AdPlan } from './plan.js';

/** What the parts of one ad share. */
export interface Sheet {
  readonly plan: AdPlan;
  readonly random: Random;
  readonly copy: Copy;
  readonly palette: Palette;
  readonly slots: Slots;
  readonly background: ReturnType<typeof drawBackground>;
  /** Side of a square as large as the ad, pixels. */
  readonly scale: number;
  /** Where the disclaimer begins, or the ad ends. */
  readonly bottom: number;
  /** The colours of the background that text stands on. */
  readonly under: readonly string[];
  /** Hue of text colours, degrees. */
  readonly inkHue: number;
  /** Colour of headline and body. */
  readonly ink: string;
}

export function makeSheet(plan: AdPlan, random: Random): Sheet {
  const { width, height, aims, broken } = plan;
  const copy = writeCopy(plan.product, random);
  const palette = makePalette(random, aims.harmony);
  const slots = slotsOf(plan, random);
  const background = drawBackground(palette, width, height, random);
  const under = background.kind === 'flat' ? palette.background.slice(0, 1) : palette.background;
  const inkHue = random.int(360);
  const contrast = broken.has('text-contrast')
    ? 1.12 + 0.28 * random.uniform()
    : Math.exp(1.72 + 1.05 * aims.contrast);
  return {
    plan,
    random,
    copy,
    palette,
    slots,
    background,
    scale: Math.sqrt(width * height),
    bottom: slots.strip?.y ?? height,
    under,
    inkHue,
    ink: inkFor(under, inkHue, contrast),
  };
}

import { hexContrast } from '../../images/color/index.js';
import type { Box } from '../drawing/box.js';

export type RuleId = 'text-contrast' | 'logo-safe-zone' | 'text-coverage' | 'price-disclaimer';

/** What a rule found in one ad. */
export interface RuleResult {
  readonly id: RuleId;
  readonly ok: boolean;
  /** What was measured, in the unit of the rule. */
  readonly measured: number;
  /** The limit that `measured` was held against. */
  readonly required: number;
  /** One line for a person: what was found, where. */
  readonly detail: string;
}

/** A piece of text in an ad, as the rules see it. */
export interface AdText {
  readonly role: string;
  readonly color: string;
  /** Every background colour that the text stands on. */
  readonly on: readonly string[];
  /** Pixels, taken as CSS pixels. */
  readonly fontSize: number;
  readonly bold: boolean;
  /** Area of the lines, pixels²: advance width × font size, line by line. */
  readonly area: number;
}

/** What the rules look at. The logotype is no text here: WCAG exempts it from contrast. */
export interface AdFacts {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly AdText[];
  readonly logo: Box;
  readonly showsPrice: boolean;
  readonly showsDisclaimer: boolean;
}

export interface ComplianceRule {
  readonly id: RuleId;
  /** The rule in one sentence. */
  readonly rule: string;
  /** Unit of `measured` and `required`. */
  readonly unit: string;
  /** Where the rule or its formula comes from. */
  readonly source: string;
  /** No ad that `generateAds` draws has a measured value between these two, so that the rule can be learned from pixels. */
  readonly gap: readonly [failing: number, passing: number];
  check(facts: AdFacts): RuleResult;
}

/** Text this large needs a ratio of 3 only: 18 pt, or 14 pt bold, in CSS pixels. Source: WCAG 2.2, "large scale". */
export function isLargeText({ fontSize, bold }: Pick<AdText, 'fontSize' | 'bold'>): boolean {
  return fontSize >= (bold ? 14 : 18) * (96 / 72);
}

/** The smallest contrast of a text with the backgrounds under it. */
export function textContrast({ color, on }: Pick<AdText, 'color' | 'on'>): number {
  return Math.min(...on.map((background) => hexContrast(color, background)));
}

const round = (x: number) => Math.round(x * 1000) / 1000;

/** The written rules of compliance. An ad is compliant when it keeps all of them. */
export const complianceRules: readonly ComplianceRule[] = [
  {
    id: 'text-contrast',
    rule: 'Every text has a contrast of at least 4.5 with its background, large text (24 px, bold 18.7 px) at least 3.',
    unit: 'contrast ratio, 1 to 21, of the text that is nearest to its limit or furthest below it',
    source: 'WCAG 2.2, success criterion 1.4.3 (level AA), https://www.w3.org/TR/WCAG22/#contrast-minimum',
    gap: [1.6, 4.9],
    check({ texts }) {
      const required = (text: AdText) => (isLargeText(text) ? 3 : 4.5);
      const worst = texts.reduce((a, b) =>
        textContrast(b) / required(b) < textContrast(a) / required(a) ? b : a,
      );
      const measured = round(textContrast(worst));
      return {
        id: 'text-contrast',
        ok: measured >= required(worst),
        measured,
        required: required(worst),
        detail: `the ${worst.role} in ${worst.color} on ${worst.on.join(', ')} has a contrast of ${measured.toFixed(2)}`,
      };
    },
  },
  {
    id: 'logo-safe-zone',
    rule: 'The logo keeps a distance of at least 4% of the width from the left and right edge, and 4% of the height from the upper and lower one.',
    unit: 'smallest distance as a share of the side; negative where the logo is cut off',
    source: 'a house rule, as brand guidelines have them',
    gap: [-0.045, 0.06],
    check({ logo, width, height }) {
      const measured = round(
        Math.min(
          logo.x / width,
          logo.y / height,
          1 - (logo.x + logo.width) / width,
          1 - (logo.y + logo.height) / height,
        ),
      );
      const detail = `the logo is ${(100 * measured).toFixed(1)}% of the side away from the nearest edge`;
      return { id: 'logo-safe-zone', ok: measured >= 0.04, measured, required: 0.04, detail };
    },
  },
  {
    id: 'text-coverage',
    rule: 'Text covers at most 25% of the area, logotype apart.',
    unit: 'share of the area, in [0, 1]',
    source: 'a house rule, after the limit on text (20% of a grid) that advertising platforms used to have',
    gap: [0.29, 0.205],
    check({ texts, width, height }) {
      const measured = round(texts.reduce((sum, { area }) => sum + area, 0) / (width * height));
      const detail = `text covers ${(100 * measured).toFixed(1)}% of the area`;
      return { id: 'text-coverage', ok: measured <= 0.25, measured, required: 0.25, detail };
    },
  },
  {
    id: 'price-disclaimer',
    rule: 'An ad that shows a price also shows a disclaimer.',
    unit: 'disclaimers shown, against disclaimers needed',
    source: 'a house rule, after the usual duty to state the terms of a price',
    gap: [0, 1],
    check({ showsPrice, showsDisclaimer }) {
      const [measured, required] = [showsDisclaimer ? 1 : 0, showsPrice ? 1 : 0];
      const detail = `${showsPrice ? 'a price' : 'no price'} and ${showsDisclaimer ? 'a' : 'no'} disclaimer`;
      return { id: 'price-disclaimer', ok: measured >= required, measured, required, detail };
    },
  },
];

/** Every rule's finding. */
export function checkCompliance(facts: AdFacts): RuleResult[] {
  return complianceRules.map((rule) => rule.check(facts));
}

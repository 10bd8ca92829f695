import { type Box, overlap } from '../drawing/box.js';
import { complianceRules, type RuleResult } from './compliance.js';
import { extent, type Part } from './part.js';
import type { AdPlan } from './plan.js';
import type { Sheet } from './sheet.js';

/** Exactly the planned rules are broken, and nothing is inside a rule's gap. */
export function asPlanned(rules: readonly RuleResult[], broken: AdPlan['broken']): boolean {
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
export function textsFree(parts: readonly Part[], logo: Box, { plan: { width }, bottom }: Sheet): boolean {
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

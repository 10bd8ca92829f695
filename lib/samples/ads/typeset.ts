import type { Box } from '../drawing/box.js';
import { plate } from '../drawing/svg.js';
import { fitText, type Setting, setText, textSvg } from '../drawing/type.js';
import type { AdText } from './compliance.js';
import type { Part } from './part.js';
import type { Sheet } from './sheet.js';

/** Headline, body and, where there is room and it is wanted, a button. */
export interface Typeset {
  readonly headline: Setting;
  readonly body: Setting;
  readonly parts: readonly Part[];
}

/** Sets the type into its slot, from the top; null where it does not fit. */
export function typeset(sheet: Sheet): Typeset | null {
  const { copy, slots, scale, random, under, ink, palette } = sheet;
  const { text: slot, anchor } = slots;
  const label = setText(copy.button, 0.05 * scale, true, slot.width);
  const buttonHeight = 2.1 * label.fontSize;
  const gap = 0.035 * scale;
  const wanted = sheet.plan.aims.callToAction > 0.3 && setLines(sheet, gap + (gap + buttonHeight));
  const set = wanted || setLines(sheet, gap);
  if (!set) return null;
  const { headline, body } = set;
  const used = headline.height + gap + body.height + (wanted ? gap + buttonHeight : 0);
  const parts: Part[] = [];
  let y = slot.y + (anchor === 'middle' ? 0.3 : 0.45) * (slot.height - used);
  const stack = (text: AdText, width: number, height: number, svg: (box: Box) => string) => {
    const x = anchor === 'middle' ? slot.x + (slot.width - width) / 2 : slot.x;
    parts.push({ role: text.role, box: { x, y, width, height }, tilt: 0, svg, text });
    y += height + gap;
  };
  for (const [role, setting] of Object.entries(set)) {
    stack(adText(role, setting, ink, under), setting.width, setting.height, (box) =>
      textSvg(setting, box, anchor, ink),
    );
  }
  if (wanted) {
    const round = random.pick([0.5, 0.18, 0]);
    const text = adText('button', label, palette.onAccent, [palette.accent]);
    stack(text, label.width + 1.6 * label.fontSize, buttonHeight, (box) => {
      return plate(box, round * box.height, palette.accent) + centered(label, box, palette.onAccent);
    });
  }
  return { headline, body, parts };
}

/** Headline and body above so many pixels that are left free. */
function setLines(
  { plan, copy, slots: { text: slot }, scale }: Sheet,
  below: number,
): { headline: Setting; body: Setting } | null {
  const bodySize = 0.046 * scale;
  const long = plan.broken.has('text-coverage');
  const short = setText(copy.support, bodySize, false, slot.width);
  const free = slot.height - below - (long ? 0 : short.height);
  const headline = fitText(copy.headline, true, bodySize * (1.3 + 1.9 * plan.aims.hierarchy), {
    width: slot.width,
    height: Math.min(free, slot.height * (long ? 0.2 : 0.52)),
  });
  const room = slot.height - below - headline.height;
  const wanted = 0.31 * plan.width * plan.height - headline.area;
  const body = long ? longText(copy.long, wanted, slot.width, room) : short;
  return body && body.width <= slot.width ? { headline, body } : null;
}

export function adText(role: string, setting: Setting, color: string, on: readonly string[]): AdText {
  const { fontSize, bold, area } = setting;
  return { role, color, on, fontSize, bold, area };
}

/** Text in the middle of a box, a little low, as capitals look centred. */
export function centered(text: Setting, box: Box, color: string): string {
  const at = { ...box, y: box.y + (box.height - text.height) / 2 + 0.08 * text.fontSize };
  return textSvg(text, at, 'middle', color);
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

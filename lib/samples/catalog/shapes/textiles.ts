import { shade } from '../../drawing/shade.js';
import { ellipse, type Pen, path, rect } from '../pen.js';

/** Bands, diamonds or a border inside a flat rectangle, as the style has it. */
function ornament(pen: Pen, x: number, y: number, width: number, height: number): void {
  const light = shade(pen.color, 0.45);
  const dark = shade(pen.color, -0.35);
  const kind = pen.style.leg;
  if (kind === 'straight' || kind === 'thin') {
    const at = kind === 'thin' ? [0.5] : [0.3, 0.62];
    for (const t of at)
      pen.flat(rect(x, y + height * t, width, height * 0.07), `fill="${light}" fill-opacity=".55"`);
  } else if (kind === 'turned') {
    pen.flat(
      rect(x + 9, y + 9, width - 18, height - 18),
      `fill="none" stroke="${light}" stroke-opacity=".7" stroke-width="5"`,
    );
    pen.flat(
      rect(x + 17, y + 17, width - 34, height - 34),
      `fill="none" stroke="${dark}" stroke-opacity=".5" stroke-width="2"`,
    );
    const [cx, cy] = [x + width / 2, y + height / 2];
    const [a, b] = [width * 0.22, height * 0.26];
    pen.flat(
      path(`M${cx - a} ${cy}L${cx} ${cy - b}L${cx + a} ${cy}L${cx} ${cy + b}Z`),
      `fill="${light}" fill-opacity=".5"`,
    );
    pen.flat(
      path(`M${cx - a / 2} ${cy}L${cx} ${cy - b / 2}L${cx + a / 2} ${cy}L${cx} ${cy + b / 2}Z`),
      `fill="${dark}" fill-opacity=".4"`,
    );
  } else if (kind === 'tapered') {
    for (let i = 0; i < 5; i++) {
      const left = x + (width / 5) * i;
      const d = `M${left} ${y + height * 0.6}l${width / 10} ${-height * 0.22}l${width / 10} ${height * 0.22}`;
      pen.flat(path(d), `fill="none" stroke="${light}" stroke-opacity=".7" stroke-width="4"`);
    }
  }
}

export function rug(pen: Pen): void {
  if (pen.variant === 'Round') {
    pen.body(ellipse(128, 132, 100, 92));
    pen.flat(
      ellipse(128, 132, 88, 80),
      `fill="none" stroke="${shade(pen.color, 0.4)}" stroke-opacity=".7" stroke-width="4"`,
    );
    if (pen.corner > 8)
      pen.flat(ellipse(128, 132, 44, 40), `fill="${shade(pen.color, -0.3)}" fill-opacity=".4"`);
    return;
  }
  const [x, y, width, height] = pen.variant === 'Runner' ? [84, 16, 88, 222] : [46, 34, 164, 188];
  if (pen.corner > 8) {
    for (let left = x + 3; left < x + width; left += 6) {
      pen.flat(
        path(`M${left} ${y - 6}v8M${left} ${y + height - 2}v8`),
        `stroke="${shade(pen.color, 0.25)}" stroke-width="2"`,
      );
    }
  }
  pen.body(rect(x, y, width, height, 2));
  ornament(pen, x, y, width, height);
}

export function doormat(pen: Pen): void {
  if (pen.variant === 'Half Round') {
    pen.body(path('M28 184a100 84 0 0 1 200 0z'));
    pen.flat(
      path('M42 176a86 68 0 0 1 172 0z'),
      `fill="none" stroke="${shade(pen.color, 0.4)}" stroke-opacity=".7" stroke-width="3"`,
    );
    return;
  }
  pen.body(rect(26, 78, 204, 112, 5));
  if (pen.variant === 'Striped') {
    for (const y of [92, 114, 136, 158])
      pen.flat(rect(27, y, 202, 9), `fill="${shade(pen.color, 0.4)}" fill-opacity=".6"`);
  } else
    pen.flat(
      rect(36, 88, 184, 92, 3),
      `fill="none" stroke="${shade(pen.color, 0.35)}" stroke-opacity=".75" stroke-width="4"`,
    );
}

export function curtain(pen: Pen): void {
  pen.part(rect(64, 44, 128, 150), '#dfeaf0');
  pen.flat(path('M128 44v150M64 116h128'), 'stroke="#fbfbfa" stroke-width="5"');
  pen.part(rect(14, 26, 228, 6, 3), pen.trimColor);
  for (const x of [14, 242]) pen.part(ellipse(x, 29, 6), pen.trimColor);
  for (const [x, side] of [
    [26, 1],
    [230, -1],
  ]) {
    const w = side * 70;
    pen.body(path(`M${x} 24h${w}q${side * 4} 100 ${-side * 2} 202h${-w}z`));
    for (let i = 1; i < 6; i++) {
      const fold = x + (w / 6) * i;
      pen.flat(
        path(`M${fold} 24q${side * 3} 100 0 202h${side * 5}q${side * 2} -100 ${-side} -202z`),
        `fill="#000" fill-opacity="${pen.color > '#c' ? 0.07 : 0.16}"`,
      );
      if (pen.variant === 'Grommet')
        pen.flat(ellipse(fold, 30, 3.2), 'fill="none" stroke="#c8ccd0" stroke-width="1.8"');
      if (pen.variant === 'Pleated') pen.seam(`M${fold - 3} 26l3 16l3-16`, 1.3);
    }
    if (pen.variant !== 'Striped') continue;
    for (const y of [90, 130, 170])
      pen.flat(
        rect(Math.min(x, x + w) + 1, y, 70, 13),
        `fill="${shade(pen.color, 0.45)}" fill-opacity=".65"`,
      );
  }
}

export function pillow(pen: Pen): void {
  if (pen.variant === 'Round') {
    pen.body(ellipse(128, 146, 66, 64));
    pen.flat(ellipse(128, 146, 55, 53), 'fill="none" stroke="#000" stroke-opacity=".16" stroke-width="2"');
    for (let i = 0; i < 10; i++) {
      const turn = (i * Math.PI) / 5;
      pen.seam(
        `M${(128 + 9 * Math.cos(turn)).toFixed(1)} ${(146 + 9 * Math.sin(turn)).toFixed(1)}L${(128 + 34 * Math.cos(turn)).toFixed(1)} ${(146 + 34 * Math.sin(turn)).toFixed(1)}`,
        0.7,
      );
    }
    pen.body(ellipse(128, 146, 6), -0.15);
    return;
  }
  const [x, y, w, h] = pen.variant === 'Lumbar' ? [38, 110, 180, 98] : [56, 66, 144, 144];
  const d =
    `M${x} ${y}Q${x + w / 2} ${y + h * 0.07} ${x + w} ${y}Q${x + w * 0.95} ${y + h / 2} ${x + w} ${y + h}` +
    `Q${x + w / 2} ${y + h * 0.95} ${x} ${y + h}Q${x + w * 0.05} ${y + h / 2} ${x} ${y}Z`;
  pen.body(path(d));
  if (pen.corner > 10) {
    for (const [cx, cy] of [
      [x, y],
      [x + w, y],
      [x, y + h],
      [x + w, y + h],
    ]) {
      pen.flat(ellipse(cx, cy, 6), `fill="${shade(pen.color, 0.3)}"`);
    }
  } else if (pen.style.leg === 'block') {
    pen.flat(
      path(`M${x + w * 0.3} ${y + h * 0.045}v${h * 0.92}M${x + w * 0.7} ${y + h * 0.045}v${h * 0.92}`),
      `stroke="${shade(pen.color, 0.5)}" stroke-opacity=".7" stroke-width="6"`,
    );
  } else if (pen.style.leg === 'tapered') ornament(pen, x + w * 0.12, y + h * 0.1, w * 0.76, h * 0.76);
  for (const side of [0.04, 0.96]) {
    pen.seam(
      `M${x + w * side} ${y + h * 0.06}Q${x + w * (side < 0.5 ? 0.1 : 0.9)} ${y + h / 2} ${x + w * side} ${y + h * 0.94}`,
      0.8,
    );
  }
}

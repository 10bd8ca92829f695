import { shade } from '../../drawing/shade.js';
import { ellipse, floor, type Pen, path, rect } from '../pen.js';

const glow = '#fff3d0';

/** Lamps of cloth or weave wear the material on the shade, the others on the stand. */
function shadeIsMain(pen: Pen): boolean {
  return pen.material === 'linen' || pen.material === 'rattan';
}

function lampShade(pen: Pen, cx: number, top: number, bottom: number, half: number): void {
  const upper = half * (pen.corner > 10 ? 0.55 : 0.78);
  const shape = path(`M${cx - upper} ${top}H${cx + upper}L${cx + half} ${bottom}H${cx - half}Z`);
  if (shadeIsMain(pen)) pen.body(shape, 0.06);
  else pen.part(shape, '#efe4cd');
  pen.flat(ellipse(cx, bottom, half, half * 0.12), `fill="${glow}" fill-opacity=".85"`);
}

export function floorLamp(pen: Pen): void {
  const pole = shadeIsMain(pen) ? pen.trim : pen.body;
  const color = shadeIsMain(pen) ? pen.trimColor : pen.color;
  if (pen.variant === 'Tripod') {
    for (const [x, foot] of [
      [122, 88],
      [128, 128],
      [134, 168],
    ]) {
      pole(path(`M${x - 3} 100h6L${foot + 2.5} ${floor}h-5z`));
    }
    pole(rect(116, 96, 24, 8, 2));
    lampShade(pen, 128, 34, 94, 44);
  } else if (pen.variant === 'Arc') {
    pen.flat(path(`M84 206V84Q86 36 134 36Q170 38 172 66`), `fill="none" stroke="${color}" stroke-width="5"`);
    pole(rect(60, 202, 50, 10, 4));
    if (shadeIsMain(pen)) lampShade(pen, 172, 62, 98, 34);
    else {
      pen.body(path('M138 98q2-36 34-36t34 36z'), 0.04);
      pen.flat(ellipse(172, 98, 34, 4), `fill="${glow}"`);
    }
  } else {
    pole(rect(125, 84, 6, 122));
    pole(ellipse(128, 206, 30, 6));
    if (pen.style.leg === 'turned') for (const y of [120, 160]) pole(ellipse(128, y, 6, 4));
    lampShade(pen, 128, 30, 86, 40);
  }
}

export function tableLamp(pen: Pen): void {
  const stand = pen.material === 'rattan' && pen.variant !== 'Globe' ? pen.trim : pen.body;
  if (pen.variant === 'Globe') {
    pen.body(rect(96, 190, 64, 22, pen.corner), -0.05);
    pen.part(ellipse(128, 148, 46), glow);
    pen.flat(ellipse(114, 132, 16, 12), 'fill="#fff" fill-opacity=".7"');
    return;
  }
  pen.trim(rect(125, 116, 6, 24));
  if (pen.variant === 'Gourd') {
    stand(path(`M120 130q2 8-6 16q-26 22-18 46q4 20 32 20t32-20q8-24-18-46q-8-8-6-16z`));
  } else {
    stand(rect(112, 130, 32, 76, Math.min(pen.corner, 10)));
    stand(rect(94, 202, 68, 10, 4), -0.08);
  }
  lampShade(pen, 128, 52, 122, 58);
}

export function pendant(pen: Pen): void {
  pen.flat(rect(127, 0, 2, 92), 'fill="#2c2d30"');
  pen.part(rect(112, 0, 32, 8, 3), '#3a3c40');
  for (const r of [96, 74, 52]) pen.flat(ellipse(128, 184, r, r * 0.42), `fill="${glow}" fill-opacity=".13"`);
  if (pen.variant === 'Globe') {
    pen.body(ellipse(128, 142, 54));
    if (pen.material !== 'rattan') pen.flat(ellipse(128, 150, 17), `fill="${glow}" fill-opacity=".8"`);
  } else if (pen.variant === 'Cone') {
    pen.body(path('M120 84h16l56 88H64z'));
    pen.flat(ellipse(128, 172, 64, 8), `fill="${glow}"`);
  } else {
    pen.body(path('M52 172q0-78 76-80q76 2 76 80z'));
    pen.flat(ellipse(128, 172, 76, 9), `fill="${glow}"`);
  }
  pen.part(rect(117, 78, 22, 14, 3), shade(pen.trimColor, -0.1));
}

import { ellipse, floor, type Pen, path, rect } from '../pen.js';

function buttons(pen: Pen, x: number, y: number, width: number, height: number): void {
  for (let j = 0, top = y + 9; top < y + height - 4; top += 14, j++) {
    for (let left = x + 10 + (j % 2) * 9; left < x + width - 5; left += 18) {
      pen.seam(`M${left - 9} ${top - 7}L${left} ${top}L${left + 9} ${top - 7}`, 0.7);
      pen.flat(ellipse(left, top, 1.5), 'fill="#000" fill-opacity=".35"');
    }
  }
}

function couch(pen: Pen, left: number, right: number, seats: number): void {
  const c = pen.corner;
  const arm = c > 10 ? 22 : 17;
  const back = 108 - (c > 10 ? 8 : 0);
  pen.legs([left + 14, right - 14], 190);
  pen.body(rect(left + 8, back, right - left - 16, 74, c), -0.06);
  if (pen.variant === 'Tufted') buttons(pen, left + arm, back + 4, right - left - 2 * arm, 42);
  const inner = right - left - 2 * arm;
  for (let i = 0; i < seats; i++) {
    const x = left + arm + (inner / seats) * i;
    if (pen.variant !== 'Tufted') pen.body(rect(x + 1, back + 7, inner / seats - 2, 48, c / 2 + 3), 0.04);
    pen.body(rect(x + 0.5, 152, inner / seats - 1, 20, 5), 0.1);
  }
  pen.body(rect(left + 4, 171, right - left - 8, 21, Math.min(c, 5)), -0.03);
  for (const x of [left, right - arm]) {
    pen.body(rect(x, 132, arm, 60, Math.min(c, arm / 2)), 0.02);
    if (c > 10) pen.body(ellipse(x + arm / 2, 138, arm / 2 + 2, 9), 0.06);
  }
}

export function sofa(pen: Pen): void {
  couch(pen, 20, 236, 3);
  if (pen.variant !== 'Sectional') return;
  pen.legs([168, 230], 198);
  pen.body(path('M160 156h54q8 0 8 8v34h-62z'), 0.08);
  pen.body(rect(160, 178, 64, 24, 4), -0.02);
}

export function loveseat(pen: Pen): void {
  couch(pen, 50, 206, 2);
}

export function armchair(pen: Pen): void {
  const c = pen.corner + 3;
  const wing = pen.variant === 'Wingback';
  pen.legs([88, 168], 186);
  const top = wing ? 58 : 84;
  pen.body(rect(78, top, 100, 108, c + 4), -0.05);
  if (pen.variant === 'Tufted') buttons(pen, 86, top + 6, 84, 60);
  else pen.seam(`M90 ${top + 14}V150M166 ${top + 14}V150`, 0.8);
  if (wing) {
    pen.body(path('M78 66q-14 6-12 40q2 24 6 34h14z'), 0.04);
    pen.body(path('M178 66q14 6 12 40q-2 24-6 34h-14z'), 0.04);
  }
  pen.body(rect(82, 148, 92, 22, 7), 0.1);
  pen.body(rect(76, 168, 104, 21, 4), -0.04);
  pen.body(rect(62, 130, 21, 60, c), 0.03);
  pen.body(rect(173, 130, 21, 60, c), 0.03);
}

export function diningChair(pen: Pen): void {
  const own = ['wood', 'metal', 'plastic'].includes(pen.material);
  const frame = own ? pen.body : pen.trim;
  pen.legs([97, 159], 146, own);
  pen.legs([88, 168], 152, own);
  if (pen.variant === 'Upholstered') {
    pen.body(rect(86, 52, 84, 84, pen.corner + 8), -0.02);
    pen.body(rect(94, 60, 68, 68, pen.corner + 4), 0.08);
  } else if (pen.variant === 'Open Back') {
    frame(path('M84 50h9v92h-9zM163 50h9v92h-9z'));
    pen.body(rect(84, 48, 88, 24, pen.corner));
    frame(rect(90, 104, 76, 8, 3));
  } else {
    frame(path('M84 50h9v92h-9zM163 50h9v92h-9z'));
    frame(rect(82, 48, 92, 14, pen.corner));
    for (const x of [103, 117, 131, 145]) pen.body(rect(x, 60, 8, 78, 3), 0.03);
  }
  pen.body(path('M84 136h88l8 16q0 6-7 6H83q-7 0-7-6z'), 0.09);
  if (pen.style.leg === 'thin' || pen.style.leg === 'block') frame(rect(88, 182, 80, 4));
}

export function barStool(pen: Pen): void {
  const own = pen.material === 'metal' || pen.material === 'wood';
  if (pen.variant === 'Swivel') {
    pen.trim(rect(124, 110, 8, 92));
    pen.trim(path(`M88 ${floor}q4-14 40-14t40 14z`));
    pen.flat(ellipse(128, 168, 26, 6), `fill="none" stroke="${pen.trimColor}" stroke-width="4"`);
  } else {
    pen.legs([103, 153], 104, own);
    pen.legs([94, 162], 106, own);
    (own ? pen.body : pen.trim)(rect(93, 172, 70, 5, 2), -0.1);
  }
  if (pen.variant === 'Low Back') {
    pen.body(path('M90 66q38-16 76 0l-3 36h-7V78q-28-9-56 0v24h-7z'), -0.03);
  }
  if (pen.variant === 'Swivel') pen.body(path('M88 52q40-14 80 0v46H88z'), -0.05);
  pen.body(rect(86, 92, 84, 18, pen.corner + 3), 0.08);
}

export function officeChair(pen: Pen): void {
  const top = pen.variant === 'High Back' ? 34 : 62;
  pen.part(rect(124, 150, 8, 40), '#55585d');
  pen.part(path('M128 184l44 18v7l-44-14l-44 14v-7z'), '#3a3c40');
  for (const x of [84, 128, 172]) pen.part(ellipse(x, 208, 6), '#222327');
  pen.body(rect(88, top, 80, 136 - top, 16), -0.03);
  if (pen.variant === 'High Back') pen.body(rect(98, top + 6, 60, 22, 9), 0.07);
  for (let y = top + 38; y < 128; y += 16) pen.seam(`M97 ${y}q31 5 62 0`);
  if (pen.variant !== 'Armless') {
    for (const x of [68, 172]) {
      pen.part(rect(x + 3, 122, 6, 30), '#3a3c40');
      pen.body(rect(x - 3, 112, 19, 9, 4), -0.1);
    }
  }
  pen.body(rect(78, 136, 100, 22, 10), 0.08);
}

export function ottoman(pen: Pen): void {
  const round = pen.variant === 'Round';
  const c = round ? 26 : pen.corner;
  pen.legs([84, 172], 192);
  pen.body(rect(66, 140, 124, 56, c), -0.03);
  pen.body(rect(64, 124, 128, 26, round ? 13 : Math.max(5, c)), 0.09);
  if (pen.variant === 'Storage') {
    pen.seam('M66 153H190', 1.6);
    pen.trim(rect(120, 150, 16, 8, 2));
  } else {
    for (const x of [97, 128, 159]) pen.seam(`M${x} 152V194`, 0.9);
  }
  pen.flat(ellipse(128, 129, 3, 1.6), 'fill="#000" fill-opacity=".3"');
}

export function bench(pen: Pen): void {
  const own = pen.material === 'wood' || pen.material === 'metal';
  const frame = own ? pen.body : pen.trim;
  pen.legs([42, 214], 158, own);
  if (pen.variant === 'Slatted') {
    for (const y of [142, 150, 158]) pen.body(rect(28, y, 200, 6, 2), (150 - y) / 100);
    frame(rect(40, 188, 176, 5, 1), -0.08);
  } else if (pen.variant === 'Storage') {
    pen.body(rect(34, 152, 188, 46, 2), -0.04);
    pen.body(rect(28, 140, 200, 14, pen.corner), 0.08);
    pen.seam('M97 156V196M159 156V196');
    for (const x of [66, 128, 190])
      pen.flat(rect(x - 8, 164, 16, 3.5, 1.5), 'fill="#1c1a18" fill-opacity=".7"');
  } else {
    pen.body(rect(28, 136, 200, 24, pen.corner + 5), 0.06);
    for (const x of [78, 128, 178]) pen.seam(`M${x} 138V158`, 0.9);
    frame(rect(34, 158, 188, 7, 1), -0.05);
  }
}

import { ellipse, floor, type Pen, path, rect } from '../pen.js';

function knob(pen: Pen, x: number, y: number): void {
  const long = pen.style.leg === 'straight' || pen.style.leg === 'thin';
  const shape = long ? rect(x - 9, y - 1.5, 18, 3.4, 1.5) : ellipse(x, y, 3.2);
  pen.flat(shape, `fill="${pen.corner > 12 ? '#c9a75a' : '#25262a'}" fill-opacity=".9"`);
}

function drawers(
  pen: Pen,
  x: number,
  y: number,
  width: number,
  height: number,
  cols: number,
  rows: number,
): void {
  for (let i = 0; i < rows * cols; i++) {
    const w = width / cols;
    const h = height / rows;
    const left = x + w * (i % cols);
    const top = y + h * Math.floor(i / cols);
    pen.body(rect(left + 2, top + 2, w - 4, h - 4, Math.min(pen.corner / 2, 4)), 0.06);
    if (w > 70) {
      knob(pen, left + w * 0.28, top + h / 2);
      knob(pen, left + w * 0.72, top + h / 2);
    } else knob(pen, left + w / 2, top + h / 2);
  }
}

/** A carcass with a darker inside. */
function box(pen: Pen, x: number, y: number, width: number, height: number, board = 6): void {
  pen.body(rect(x, y, width, height, Math.min(pen.corner / 2, 5)), -0.02);
  pen.flat(
    rect(x + board, y + board, width - 2 * board, height - 2 * board),
    'fill="#15110e" fill-opacity=".38"',
  );
}

function doors(pen: Pen, x: number, y: number, width: number, height: number, count: number): void {
  const w = width / count;
  for (let i = 0; i < count; i++) {
    const left = x + w * i;
    pen.body(rect(left + 1.5, y + 1.5, w - 3, height - 3, 2), 0.05);
    if (pen.corner > 2)
      pen.seam(path(`M${left + 8} ${y + 9}h${w - 16}v${height - 18}h${16 - w}z`).slice(8, -1), 0.9);
    knob(pen, i % 2 === 0 && count > 1 ? left + w - 9 : left + 9, y + height / 2);
  }
}

function books(pen: Pen, x: number, base: number, width: number): void {
  const palette = ['#a6574a', '#4c6a82', '#d6c39a', '#5f7a5d', '#3c3f4a', '#c28b4b', '#e5dfd2'];
  for (let left = x; left < x + width - 6; ) {
    const w = 4 + pen.random.int(5);
    const h = 16 + pen.random.int(9);
    pen.part(rect(left, base - h, w, h), pen.random.pick(palette));
    left += w + 0.6;
  }
}

export function bookcase(pen: Pen): void {
  const tiers = Number.parseInt(pen.variant, 10);
  const height = 36 + tiers * 29;
  const top = floor - height;
  const open = pen.material === 'metal' || pen.style.leg === 'thin';
  if (open) {
    for (const x of [78, 172]) pen.trim(rect(x, top, 6, height));
    pen.trim(path(`M84 ${top}L172 ${floor - 6}l0 4L84 ${top + 4}z`), 0.25);
  } else box(pen, 76, top, 104, height);
  const gap = (height - 8) / tiers;
  for (let i = 0; i <= tiers; i++) {
    const y = top + gap * i;
    pen.body(rect(open ? 74 : 80, y, open ? 108 : 96, 6, 1), 0.06);
    if (i > 0 && pen.random.int(4) > 0) books(pen, 88 + pen.random.int(20), y, 30 + pen.random.int(40));
  }
}

export function tvStand(pen: Pen): void {
  pen.legs([40, 216], 194);
  box(pen, 20, 146, 216, 52);
  if (pen.variant === '2-Door') {
    doors(pen, 24, 150, 60, 44, 1);
    doors(pen, 172, 150, 60, 44, 1);
    pen.body(rect(86, 170, 84, 5), 0.04);
  } else if (pen.variant === '3-Drawer') drawers(pen, 24, 150, 208, 44, 3, 1);
  else {
    pen.body(rect(26, 170, 204, 5), 0.04);
    for (const x of [92, 160]) pen.body(rect(x, 152, 5, 40), -0.02);
    books(pen, 36, 170, 34);
  }
  pen.body(rect(16, 140, 224, 9, Math.min(pen.corner, 4)), 0.1);
  pen.part(rect(62, 64, 132, 74, 2), '#191a1d');
  pen.flat(path('M66 68h124l-70 66H66z'), 'fill="#fff" fill-opacity=".06"');
}

export function dresser(pen: Pen): void {
  const [cols, rows] = pen.variant === '6-Drawer' ? [2, 3] : pen.variant === '4-Drawer' ? [1, 4] : [1, 3];
  const [x, width] = cols === 2 ? [32, 192] : [66, 124];
  pen.legs([x + 14, x + width - 14], 194);
  pen.body(rect(x, 96, width, 102, 3), -0.08);
  drawers(pen, x + 4, 102, width - 8, 92, cols, rows);
  pen.body(rect(x - 5, 90, width + 10, 9, Math.min(pen.corner, 4)), 0.1);
}

export function nightstand(pen: Pen): void {
  pen.legs([90, 166], 180);
  box(pen, 78, 126, 100, 64);
  if (pen.variant === '2-Drawer') drawers(pen, 81, 130, 94, 57, 1, 2);
  else if (pen.variant === '1-Drawer') drawers(pen, 81, 130, 94, 27, 1, 1);
  else {
    pen.body(rect(82, 158, 92, 5), 0.05);
    books(pen, 92, 158, 30);
  }
  pen.body(rect(72, 119, 112, 9, Math.min(pen.corner, 4)), 0.1);
}

export function wardrobe(pen: Pen): void {
  const count = pen.variant === '3-Door' ? 3 : 2;
  const x = count === 3 ? 58 : 72;
  const width = 256 - 2 * x;
  pen.legs([x + 12, x + width - 12], 198);
  pen.body(rect(x, 30, width, 172, 3), -0.08);
  doors(pen, x + 4, 36, width - 8, 122, count);
  drawers(pen, x + 4, 158, width - 8, 40, count, 1);
  if (pen.variant === 'Mirrored') {
    pen.part(rect(x + width / 2 + 7, 44, width / 2 - 18, 106, 2), '#cfdbe0');
    pen.flat(path(`M${x + width / 2 + 7} 100l34-50v18l-34 52z`), 'fill="#fff" fill-opacity=".5"');
  }
  pen.body(rect(x - 5, 24, width + 10, 9, Math.min(pen.corner, 4)), 0.08);
}

export function shoeRack(pen: Pen): void {
  const tiers = Number.parseInt(pen.variant, 10);
  const top = floor - 26 - tiers * 30;
  for (let i = 0; i < tiers; i++) {
    const y = floor - 14 - i * 30;
    for (let s = 0; s < 3; s++) {
      if (pen.random.int(5) === 0) continue;
      const left = 62 + s * 46;
      const hex = pen.random.pick(['#7b4b33', '#2d2f36', '#b9bcc0', '#8f3b3b', '#49637a']);
      pen.part(path(`M${left} ${y}v-15q6-3 10 2q8 7 22 7q5 1 4 6z`), hex);
    }
    pen.body(rect(46, y, 164, 5, 1), 0.06);
    pen.body(rect(46, y + 6, 164, 2.4), -0.1);
  }
  for (const x of [44, 206]) pen.body(rect(x, top, 6.5, floor - top, Math.min(pen.corner, 3)), -0.03);
  pen.body(rect(44, top, 168, 6, 2), 0.04);
}

export function coatRack(pen: Pen): void {
  if (pen.variant === 'Tree') {
    pen.body(rect(123.5, 30, 9, 176, 3));
    pen.body(path(`M128 180l44 26v6h-8l-36-22l-36 22h-8v-6z`), -0.06);
    for (const [y, reach] of [
      [46, 28],
      [70, 36],
      [96, 26],
    ]) {
      for (const side of [-1, 1]) {
        const d = `M128 ${y + 12}Q${128 + side * reach} ${y + 10} ${128 + side * reach} ${y - 8}`;
        pen.flat(path(d), `fill="none" stroke="${pen.color}" stroke-width="5" stroke-linecap="round"`);
        pen.body(ellipse(128 + side * reach, y - 9, 4.5), 0.1);
      }
    }
    return;
  }
  const ladder = pen.variant === 'Ladder';
  const [left, right] = ladder ? [88, 168] : [56, 200];
  for (const x of [left, right]) pen.body(rect(x - 3.5, 40, 7, floor - 40, 2));
  for (const y of ladder ? [54, 88, 122, 156, 190] : [46, 186, 200])
    pen.body(rect(left, y, right - left, 6, 2), 0.05);
  if (ladder) return;
  for (const [x, hex] of [
    [86, '#55606e'],
    [112, '#b8a58c'],
    [140, '#87413c'],
  ] as const) {
    pen.part(path(`M${x} 56q-14 6-16 14l-2 72h36l-2-72q-2-8-16-14z`), hex);
    pen.seam(`M${x} 46v10M${x} 58v82`, 1.2);
  }
}

export function basket(pen: Pen): void {
  const round = pen.variant !== 'Rectangular';
  if (round) {
    pen.body(path('M66 112L78 196q2 16 50 16t50-16L190 112z'), -0.02);
    pen.flat(ellipse(128, 112, 62, 15), 'fill="#1a130d" fill-opacity=".55"');
    if (pen.variant === 'Lidded') {
      pen.body(ellipse(128, 108, 66, 17), 0.1);
      pen.body(ellipse(128, 101, 9, 5), -0.1);
    } else pen.flat(ellipse(128, 112, 62, 15), `fill="none" stroke="${pen.color}" stroke-width="6"`);
  } else {
    pen.body(path('M46 120h164l-9 84q-1 8-9 8H64q-8 0-9-8z'), -0.02);
    pen.body(rect(42, 114, 172, 13, 5), 0.09);
  }
  if (pen.variant === 'Lidded') return;
  for (const x of round ? [70, 186] : [76, 180]) {
    pen.flat(path(`M${x - 14} 122q14-34 28 0`), `fill="none" stroke="${pen.trimColor}" stroke-width="5"`);
  }
}

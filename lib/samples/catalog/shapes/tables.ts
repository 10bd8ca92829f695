import { ellipse, floor, type Pen, path, rect } from '../pen.js';

/** Tables of one solid material stand on their own legs; stone and glass tops stand on a frame. */
function ownLegs(pen: Pen): boolean {
  const whole = ['wood', 'engineered wood', 'bamboo', 'metal', 'rattan', 'concrete'].includes(pen.material);
  return whole && pen.style.leg !== 'thin';
}

function roundTop(pen: Pen, y: number, rx: number): void {
  const ry = rx * 0.2;
  pen.body(path(`M${128 - rx} ${y}v6a${rx} ${ry} 0 0 0 ${2 * rx} 0v-6z`), -0.12);
  pen.body(ellipse(128, y, rx, ry), 0.1);
}

function slabTop(pen: Pen, left: number, right: number, y: number, thickness = 9, lean = 14): void {
  pen.body(path(`M${left + lean} ${y - lean}H${right - lean}L${right} ${y}H${left}Z`), 0.1);
  pen.body(rect(left, y, right - left, thickness, Math.min(pen.corner / 3, 3)), -0.1);
}

export function coffeeTable(pen: Pen): void {
  const own = ownLegs(pen);
  if (pen.variant === 'Round') {
    pen.legs([100, 156], 152, own);
    pen.legs([68, 188], 150, own);
    roundTop(pen, 146, 84);
    return;
  }
  pen.legs([64, 192], 148, own);
  if (pen.variant === '2-Tier') slabTop(pen, 40, 216, 188, 6, 9);
  pen.legs([40, 216], 150, own);
  slabTop(pen, 28, 228, 148);
}

export function sideTable(pen: Pen): void {
  const own = ownLegs(pen);
  if (pen.variant === 'C-Shaped') {
    const frame = own ? pen.body : pen.trim;
    frame(rect(78, 102, 7, 108, 1));
    frame(rect(78, 203, 92, 8, 2));
    slabTop(pen, 74, 184, 100, 9, 12);
  } else if (pen.variant === 'Round') {
    pen.legs([106, 150], 110, own);
    pen.legs([88, 168], 108, own);
    roundTop(pen, 104, 56);
  } else {
    pen.legs([94, 162], 108, own);
    slabTop(pen, 80, 176, 176, 6, 8);
    pen.legs([80, 176], 108, own);
    slabTop(pen, 72, 184, 104, 11, 12);
  }
}

export function diningTable(pen: Pen): void {
  const own = ownLegs(pen);
  const frame = own ? pen.body : pen.trim;
  if (pen.variant === 'Round') {
    frame(path(`M119 116h18l3 70q22 6 34 ${floor - 186}H82q12-20 34-${floor - 186}z`), -0.05);
    roundTop(pen, 108, 98);
  } else if (pen.variant === 'Trestle') {
    for (const x of [62, 194]) {
      frame(path(`M${x - 5} 118h10l18 ${floor - 118}h-10l-13-70l-13 70h-10z`));
    }
    frame(rect(62, 160, 132, 8, 1), -0.08);
    slabTop(pen, 18, 238, 110, 10, 16);
  } else {
    pen.legs([58, 198], 112, own);
    pen.body(rect(34, 118, 188, 12), -0.16);
    pen.legs([36, 220], 114, own);
    slabTop(pen, 18, 238, 110, 10, 16);
  }
}

export function desk(pen: Pen): void {
  const own = ownLegs(pen);
  pen.legs([52, 204], 122, own);
  if (pen.variant === 'Hutch') {
    pen.body(rect(40, 54, 8, 56));
    pen.body(rect(208, 54, 8, 56));
    pen.body(rect(124, 54, 8, 56), -0.05);
    pen.body(rect(34, 48, 188, 8, 2), 0.06);
    pen.body(rect(46, 80, 80, 6), 0.02);
  }
  pen.legs([34, 222], 122, own);
  slabTop(pen, 22, 234, 116, 8, 12);
  if (pen.variant === 'Writing') {
    pen.body(rect(40, 124, 176, 13), -0.05);
    return;
  }
  pen.body(rect(158, 124, 66, 52, 2), -0.04);
  for (const y of [128, 152]) {
    pen.body(rect(163, y, 56, 20, 2), 0.06);
    pen.flat(rect(183, y + 8, 16, 3.4, 1.5), `fill="${pen.trimColor}"`);
  }
}

import { shade } from '../../drawing/shade.js';
import { ellipse, floor, type Pen, path, rect } from '../pen.js';

function glassOf(pen: Pen, shape: string, streak: string): void {
  pen.part(shape, '#c9d8df');
  pen.flat(path(streak), 'fill="#fff" fill-opacity=".55"');
}

export function mirror(pen: Pen): void {
  const frame = pen.style.leg === 'block' || pen.style.leg === 'turned' ? 15 : 9;
  if (pen.variant === 'Round') {
    if (pen.corner > 12) {
      for (let i = 0; i < 28; i++) {
        const turn = (i * Math.PI) / 14;
        pen.body(ellipse(128 + 90 * Math.cos(turn), 126 + 90 * Math.sin(turn), 5));
      }
    }
    pen.body(ellipse(128, 126, 88));
    glassOf(pen, ellipse(128, 126, 88 - frame), 'M76 140L140 60h22L78 160z');
  } else if (pen.variant === 'Arched') {
    const arch = (inset: number) =>
      path(
        `M${66 + inset} ${228 - inset}V94a${62 - inset} ${66 - inset} 0 0 1 ${124 - 2 * inset} 0v${134 - inset}z`,
      );
    pen.body(arch(0));
    glassOf(pen, arch(frame), 'M84 160L156 76v26L84 188z');
  } else {
    pen.body(rect(54, 30, 148, 196, Math.min(pen.corner, 10)));
    glassOf(
      pen,
      rect(54 + frame, 30 + frame, 148 - 2 * frame, 196 - 2 * frame, 2),
      'M72 150L180 56v30L72 182z',
    );
  }
}

export function wallClock(pen: Pen): void {
  const around = (i: number, r: number) => {
    const turn = (i * Math.PI) / 30;
    return `${(128 + r * Math.sin(turn)).toFixed(1)} ${(128 - r * Math.cos(turn)).toFixed(1)}`;
  };
  let face = 70;
  if (pen.variant === 'Sunburst') {
    for (let i = 0; i < 60; i += 5) {
      const tip = i % 10 === 0 ? 106 : 88;
      pen.body(
        path(`M${around(i - 1.6, 50)}L${around(i, tip)}L${around(i + 1.6, 50)}Z`),
        i % 10 === 0 ? 0.05 : -0.08,
      );
    }
    face = 46;
    pen.body(ellipse(128, 128, face + 8));
  } else if (pen.variant === 'Square') pen.body(rect(44, 44, 168, 168, pen.corner));
  else pen.body(ellipse(128, 128, 86));
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(pen.color.slice(at, at + 2), 16));
  const bright = r + g + b > 420;
  const plain = pen.style.leg === 'straight' && pen.variant !== 'Sunburst';
  const dial = plain ? null : '#f5f2ea';
  if (dial) pen.part(ellipse(128, 128, face), dial);
  const ink = dial || bright ? '#23252a' : '#f2efe8';
  for (let i = 0; i < 60; i += 5) {
    const inner = face * (i % 15 === 0 ? 0.76 : 0.85);
    pen.flat(
      path(`M${around(i, inner)}L${around(i, face * 0.93)}`),
      `stroke="${ink}" stroke-width="${i % 15 === 0 ? 4 : 2}"`,
    );
  }
  const time = pen.random.int(12) * 5 + pen.random.int(5);
  pen.flat(
    path(`M128 128L${around(time, face * 0.5)}`),
    `stroke="${ink}" stroke-width="5" stroke-linecap="round"`,
  );
  pen.flat(
    path(`M128 128L${around(pen.random.int(60), face * 0.76)}`),
    `stroke="${ink}" stroke-width="3" stroke-linecap="round"`,
  );
  pen.flat(ellipse(128, 128, 4.5), `fill="${shade(pen.trimColor, -0.1)}"`);
}

function stems(pen: Pen, from: number, count: number, flowers: boolean): void {
  for (let i = 0; i < count; i++) {
    const lean = (i - (count - 1) / 2) * 15 + 5 * pen.random.normal();
    const top = from - 56 - pen.random.int(22);
    const x = Math.max(40, Math.min(216, 128 + lean));
    pen.flat(
      path(`M128 ${from}Q128 ${from - 30} ${x} ${top}`),
      'fill="none" stroke="#5d7a4c" stroke-width="2.2"',
    );
    if (flowers) {
      const hex = pen.random.pick(['#f3e9dc', '#e7b7b0', '#e6cf84', '#cfd9e6']);
      for (let p = 0; p < 5; p++) {
        const turn = (p * Math.PI) / 2.5;
        pen.part(ellipse(x + 6 * Math.cos(turn), top + 6 * Math.sin(turn), 5), hex);
      }
      pen.flat(ellipse(x, top, 3), 'fill="#b98a3a"');
    } else
      for (const t of [0, 14, 28])
        pen.part(ellipse(x - lean * t * 0.008 + (t % 28 ? 6 : -6), top + t, 7, 4), '#86a077');
  }
}

export function vase(pen: Pen): void {
  const top = pen.variant === 'Tall' ? 84 : pen.variant === 'Bud' ? 120 : 106;
  if (pen.random.int(3) > 0)
    stems(pen, top + 6, pen.variant === 'Bud' ? 1 : 3 + pen.random.int(2), pen.random.int(2) === 0);
  if (pen.variant === 'Tall') {
    pen.body(path(`M108 ${top}h40q-4 30 8 62q8 40-6 66h-44q-14-26-6-66q12-32 8-62z`));
  } else if (pen.variant === 'Bud') {
    pen.body(path(`M118 ${top}h20q-2 22 16 38q22 26 4 54h-60q-18-28 4-54q18-16 16-38z`));
  } else {
    pen.body(path(`M106 ${top}h44q-4 12 14 24q32 28 4 68l-8 14h-64l-8-14q-28-40 4-68q18-12 14-24z`));
    for (const side of [-1, 1]) {
      pen.flat(
        path(`M${128 + side * 19} ${top + 6}q${side * 26} 2 ${side * 22} 28`),
        `fill="none" stroke="${shade(pen.color, -0.12)}" stroke-width="6"`,
      );
    }
  }
  pen.flat(ellipse(128, top, pen.variant === 'Bud' ? 10 : 20, 3.4), 'fill="#14100d" fill-opacity=".55"');
  if (pen.style.leg === 'turned' || pen.style.leg === 'tapered') {
    const half = pen.variant === 'Tall' ? 27 : 33;
    pen.flat(
      path(`M${128 - half} 166q${half} 8 ${2 * half} 0`),
      `fill="none" stroke="${shade(pen.color, 0.45)}" stroke-opacity=".75" stroke-width="4"`,
    );
  }
}

export function planter(pen: Pen): void {
  for (let i = 0; i < 9; i++) {
    const side = i % 2 ? 1 : -1;
    const reach = side * (8 + 9 * (i >> 1)) + 4 * pen.random.normal();
    const tip = 40 + 11 * (i >> 1) + pen.random.int(14);
    const d = `M${128 - 4} 140Q${128 + reach * 0.4} ${tip + 40} ${128 + reach * 1.5} ${tip}Q${128 + reach * 0.9 + side * 12} ${tip + 48} 132 140Z`;
    pen.part(path(d), pen.random.pick(['#4f8a4e', '#3d7547', '#6aa05a']));
  }
  const base = pen.variant === 'Footed' ? 192 : floor;
  if (pen.variant === 'Footed') pen.legs([96, 160], 180);
  if (pen.variant === 'Square') pen.body(path(`M74 136h108l-6 ${base - 136}H80z`));
  else pen.body(path(`M76 136h104l-12 ${base - 142}q-1 6-8 6H96q-7 0-8-6z`));
  pen.body(rect(72, 128, 112, 14, pen.variant === 'Square' ? 2 : 6), 0.08);
}

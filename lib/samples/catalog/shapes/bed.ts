import { floor, type Pen, path, rect } from '../pen.js';

export function bed(pen: Pen): void {
  const c = pen.corner;
  pen.legs([40, 216], 192);
  if (pen.variant === 'Canopy') {
    for (const x of [34, 216]) pen.trim(rect(x, 28, 6, floor - 28));
    pen.trim(rect(34, 28, 188, 6));
  }
  const top = pen.variant === 'Panel' ? 72 : 84;
  pen.body(rect(38, top, 180, 110, c + 2), -0.04);
  if (pen.material === 'metal') {
    for (let x = 56; x < 212; x += 18) pen.flat(rect(x, top + 8, 10, 60, 3), 'fill="#fff" fill-opacity=".5"');
  } else if (pen.material === 'wood' || pen.material === 'rattan') {
    for (const x of [98, 158]) pen.seam(`M${x} ${top + 4}V150`);
  } else {
    for (const y of [top + 20, top + 42]) {
      for (let x = 58; x < 206; x += 20) pen.seam(`M${x} ${y}l10 8l10-8`, 0.8);
    }
  }
  for (const x of [54, 132]) pen.part(rect(x, 118, 70, 30, 12), '#f4f1ea');
  pen.part(path('M42 142q86-12 172 0l10 40H32z'), '#ece7dc');
  const throwColor = pen.random.pick(['#b7c3c9', '#c9b49a', '#a9b59f', '#d0a79a', '#8e98a8']);
  pen.part(path('M36 160q92-10 184 0l4 24H32z'), throwColor);
  pen.seam('M40 166q88-8 176 0', 0.8);
  pen.body(rect(28, 180, 200, 20, Math.min(c, 6)), 0.04);
}

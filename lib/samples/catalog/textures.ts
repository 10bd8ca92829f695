import type { Random } from '../../vectors/index.js';
import type { MaterialName } from './attributes.js';

/** SVG laid over a shape of the material's colour: definitions, and the paints to fill the shape with, in order. */
export interface Texture {
  readonly defs: string;
  readonly paints: readonly string[];
}

type Draw = (random: Random, ink: Ink) => Texture;

/** How dark lines and light lines show on the colour below: weak on extremes, so that black stays black. */
interface Ink {
  readonly dark: number;
  readonly light: number;
}

function pattern(width: number, height: number, content: string, transform = ''): Texture {
  const turned = transform ? ` patternTransform="${transform}"` : '';
  return {
    defs: `<pattern id="tx" width="${width}" height="${height}" patternUnits="userSpaceOnUse"${turned}>${content}</pattern>`,
    paints: ['url(#tx)'],
  };
}

function stroke(d: string, width: number, opacity: number, color = '#000'): string {
  return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-opacity="${opacity.toFixed(3)}"/>`;
}

const woodGrain: Draw = (random, ink) => {
  let lines = '';
  for (let y = 1.5; y < 36; y += 2.5 + 3 * random.uniform()) {
    const bend = 2.5 * random.normal();
    const dark = ink.dark * (0.5 + random.uniform());
    lines += stroke(`M0 ${y.toFixed(1)}q22 ${bend.toFixed(1)} 45 0t45 0`, 0.6 + 0.8 * random.uniform(), dark);
  }
  const x = 20 + random.int(50);
  const y = 8 + random.int(20);
  lines += `<ellipse cx="${x}" cy="${y}" rx="6" ry="2" fill="none" stroke="#000" stroke-opacity="${ink.dark}"/>`;
  lines += `<ellipse cx="${x}" cy="${y}" rx="2.6" ry=".9" fill="#000" fill-opacity="${ink.dark}"/>`;
  return pattern(90, 36, lines);
};

const panelGrain: Draw = (random, ink) => {
  let lines = '';
  for (let y = 2; y < 24; y += 5)
    lines += stroke(`M0 ${y}h60`, 0.5, ink.dark * (0.25 + 0.25 * random.uniform()));
  return pattern(60, 24, lines);
};

const bambooCanes: Draw = (_random, ink) =>
  pattern(
    7,
    40,
    `<rect x="5.6" width="1.4" height="40" fill="#000" fill-opacity="${ink.dark * 1.6}"/>` +
      `<rect x="1" width="1.4" height="40" fill="#fff" fill-opacity="${ink.light}"/>` +
      `<rect y="14" width="7" height="1.6" fill="#000" fill-opacity="${ink.dark * 1.5}"/>`,
  );

const metalSheen: Draw = (_random, ink) => ({
  defs:
    `<linearGradient id="tx" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#000" stop-opacity="${ink.dark}"/>` +
    `<stop offset=".28" stop-color="#fff" stop-opacity="${ink.light * 1.9}"/><stop offset=".45" stop-color="#fff" stop-opacity="0"/>` +
    `<stop offset=".7" stop-color="#000" stop-opacity="${ink.dark * 0.9}"/><stop offset=".88" stop-color="#fff" stop-opacity="${ink.light}"/>` +
    `<stop offset="1" stop-color="#000" stop-opacity="${ink.dark}"/></linearGradient>`,
  paints: ['url(#tx)'],
});

function gloss(strength: number): Draw {
  return (_random, ink) => ({
    defs:
      `<radialGradient id="tx" cx=".32" cy=".2" r=".75"><stop offset="0" stop-color="#fff" stop-opacity="${ink.light * strength}"/>` +
      `<stop offset=".35" stop-color="#fff" stop-opacity="${ink.light * strength * 0.35}"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>`,
    paints: ['url(#tx)'],
  });
}

const leatherHide: Draw = (random, ink) => {
  let creases = '';
  for (let i = 0; i < 16; i++) {
    const at = `M${random.int(40)} ${random.int(40)}q${random.int(7) - 3} ${random.int(5)} ${random.int(11) - 5} ${random.int(7)}`;
    creases += stroke(at, 0.7, ink.dark * 0.9);
  }
  const shine = gloss(1.7)(random, ink);
  return {
    defs: shine.defs.replace('"tx"', '"tx2"') + pattern(46, 46, creases).defs,
    paints: ['url(#tx)', 'url(#tx2)'],
  };
};

const velvetNap: Draw = (random, ink) => {
  const turn = 18 + random.int(20);
  const stops = [
    [0, '#fff', ink.light * 0.6],
    [0.22, '#000', ink.dark * 0.5],
    [0.45, '#fff', ink.light * 0.9],
    [0.68, '#000', ink.dark * 0.8],
    [1, '#fff', ink.light * 0.5],
  ];
  const body = stops.map(
    ([at, color, opacity]) => `<stop offset="${at}" stop-color="${color}" stop-opacity="${opacity}"/>`,
  );
  return {
    defs: `<linearGradient id="tx" gradientTransform="rotate(${turn})">${body.join('')}</linearGradient>`,
    paints: ['url(#tx)'],
  };
};

const linenWeave: Draw = (_random, ink) =>
  pattern(
    4,
    4,
    stroke('M0 .8h4', 0.9, ink.dark * 0.9) +
      stroke('M.8 0v4', 0.9, ink.dark * 0.7) +
      stroke('M0 2.8h2M2.8 2v2', 0.8, ink.light, '#fff'),
  );

const cottonRib: Draw = (_random, ink) => pattern(6, 3, stroke('M0 1h6', 0.6, ink.dark * 0.35));

const woolLoops: Draw = (random, ink) => {
  let loops = '';
  for (let y = 0; y < 20; y += 5) {
    for (let x = (y / 5) % 2 ? 2.5 : 0; x < 20; x += 5) {
      const dark = ink.dark * (0.5 + 1.1 * random.uniform());
      loops += `<circle cx="${x + 1.5}" cy="${y + 2}" r="2" fill="none" stroke="#000" stroke-width=".9" stroke-opacity="${dark.toFixed(3)}"/>`;
      loops += `<circle cx="${x + 1}" cy="${y + 1.4}" r="1" fill="#fff" fill-opacity="${ink.light}"/>`;
    }
  }
  return pattern(20, 20, loops);
};

const juteBraid: Draw = (_random, ink) =>
  pattern(
    10,
    6,
    stroke('M0 5.4h10', 1, ink.dark * 2) +
      stroke('M0 4.5L5 .5M5 4.5L10 .5', 1.1, ink.dark * 1.4) +
      stroke('M2 4.5L7 .5', 0.9, ink.light * 1.2, '#fff'),
  );

const rattanWeave: Draw = (_random, ink) =>
  pattern(
    10,
    10,
    `<rect width="10" height="10" fill="#000" fill-opacity="${ink.dark * 1.3}"/>` +
      `<g fill="#fff" fill-opacity="${ink.light * 0.8}"><rect y=".6" width="5" height="1.7" rx=".8"/><rect y="2.8" width="5" height="1.7" rx=".8"/>` +
      '<rect x="5" y="5.6" width="5" height="1.7" rx=".8"/><rect x="5" y="7.8" width="5" height="1.7" rx=".8"/></g>' +
      `<g fill="#fff" fill-opacity="${ink.light * 0.35}"><rect x="5.6" width="1.7" height="5" rx=".8"/><rect x="7.8" width="1.7" height="5" rx=".8"/>` +
      '<rect x=".6" y="5" width="1.7" height="5" rx=".8"/><rect x="2.8" y="5" width="1.7" height="5" rx=".8"/></g>',
  );

const glassStreaks: Draw = (_random, _ink) => ({
  defs:
    '<linearGradient id="tx" x1="0" y1="0" x2="1" y2=".8"><stop offset="0" stop-color="#fff" stop-opacity=".65"/>' +
    '<stop offset=".3" stop-color="#fff" stop-opacity=".1"/><stop offset=".31" stop-color="#fff" stop-opacity=".5"/>' +
    '<stop offset=".42" stop-color="#fff" stop-opacity=".45"/><stop offset=".43" stop-color="#fff" stop-opacity=".05"/>' +
    '<stop offset="1" stop-color="#fff" stop-opacity=".3"/></linearGradient>',
  paints: ['url(#tx)'],
});

const marbleVeins: Draw = (random, ink) => {
  let veins = '';
  for (let i = 0; i < 6; i++) {
    const d = `M${-10 + 22 * i} -5c${10 + random.int(20)} ${20 + random.int(20)} ${random.int(30) - 20} ${40 + random.int(10)} ${10 + random.int(30)} 95`;
    const paint = ink.dark > 0.1 ? '#333a44' : '#fff';
    veins += stroke(d, 0.6 + 1.8 * random.uniform(), 0.3 + 0.25 * random.uniform(), paint);
    veins += stroke(`${d}m-20 -50l${random.int(20)} ${random.int(30)}`, 4, 0.07, paint);
  }
  return pattern(120, 90, veins, `rotate(${random.int(50) - 25})`);
};

const concreteSpeckle: Draw = (random, ink) => {
  let dots = '';
  for (let i = 0; i < 34; i++) {
    const r = (0.3 + 0.9 * random.uniform()).toFixed(1);
    const paint = random.int(3) ? '#000' : '#fff';
    dots += `<circle cx="${random.int(48)}" cy="${random.int(48)}" r="${r}" fill="${paint}" fill-opacity="${ink.dark * 1.6}"/>`;
  }
  return pattern(48, 48, dots);
};

const rubberRibs: Draw = (_random, ink) =>
  pattern(
    8,
    8,
    `<circle cx="2" cy="2" r="1.3" fill="#000" fill-opacity="${ink.dark * 1.8}"/>` +
      `<circle cx="6" cy="6" r="1.3" fill="#000" fill-opacity="${ink.dark * 1.8}"/><circle cx="1.6" cy="1.5" r=".6" fill="#fff" fill-opacity="${ink.light}"/>`,
  );

const draws: Record<MaterialName, Draw> = {
  wood: woodGrain,
  'engineered wood': panelGrain,
  bamboo: bambooCanes,
  metal: metalSheen,
  leather: leatherHide,
  'faux leather': gloss(1.5),
  velvet: velvetNap,
  linen: linenWeave,
  cotton: cottonRib,
  wool: woolLoops,
  jute: juteBraid,
  rattan: rattanWeave,
  glass: glassStreaks,
  marble: marbleVeins,
  plastic: gloss(1.2),
  ceramic: gloss(2.6),
  concrete: concreteSpeckle,
  rubber: rubberRibs,
};

/** The texture of a material over a colour of the given luminance in [0, 1]. Its definitions use the ids tx and tx2. */
export function textureOf(material: MaterialName, luminance: number, random: Random): Texture {
  const ink = { dark: 0.06 + 0.12 * Math.min(1, luminance * 1.4), light: 0.12 + 0.18 * luminance };
  return draws[material](random, ink);
}

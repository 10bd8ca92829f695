import { mix } from '../../images/color/index.js';
import type { Random } from '../../vectors/index.js';
import { randomStream } from '../../vectors/index.js';
import { lightness, shade } from '../drawing/shade.js';
import { picture } from '../drawing/svg.js';
import { colors } from './attributes.js';
import type { CategoryName } from './categories.js';
import { createPen, floor, type Pen } from './pen.js';
import type { SampleProduct } from './product.js';
import { bed } from './shapes/bed.js';
import { mirror, planter, vase, wallClock } from './shapes/decor.js';
import { floorLamp, pendant, tableLamp } from './shapes/lighting.js';
import {
  armchair,
  barStool,
  bench,
  diningChair,
  loveseat,
  officeChair,
  ottoman,
  sofa,
} from './shapes/seating.js';
import {
  basket,
  bookcase,
  coatRack,
  dresser,
  nightstand,
  shoeRack,
  tvStand,
  wardrobe,
} from './shapes/storage.js';
import { coffeeTable, desk, diningTable, sideTable } from './shapes/tables.js';
import { curtain, doormat, pillow, rug } from './shapes/textiles.js';

/** Width and height of a photo, pixels. */
export const photoSize = 256;

/** Where a product is seen: standing on the floor, hanging on a wall or from the ceiling, lying seen from above. */
type Place = 'floor' | 'wall' | 'ceiling' | 'above';

/** How a category is drawn, where it is seen and, for what stands on the floor, its half width and its top (pixels). */
type Figure = readonly [(pen: Pen) => void, Place, halfWidth?: number, top?: number];

const shapes: Record<CategoryName, Figure> = {
  sofa: [sofa, 'floor', 112, 100],
  loveseat: [loveseat, 'floor', 84, 100],
  armchair: [armchair, 'floor', 68, 58],
  ottoman: [ottoman, 'floor', 66, 122],
  bench: [bench, 'floor', 102, 134],
  diningChair: [diningChair, 'floor', 54, 46],
  barStool: [barStool, 'floor', 48, 48],
  officeChair: [officeChair, 'floor', 64, 34],
  coffeeTable: [coffeeTable, 'floor', 102, 134],
  sideTable: [sideTable, 'floor', 60, 88],
  diningTable: [diningTable, 'floor', 112, 92],
  desk: [desk, 'floor', 108, 48],
  bookcase: [bookcase, 'floor', 56, 31],
  tvStand: [tvStand, 'floor', 114, 62],
  dresser: [dresser, 'floor', 98, 88],
  nightstand: [nightstand, 'floor', 58, 117],
  wardrobe: [wardrobe, 'floor', 75, 22],
  bed: [bed, 'floor', 106, 50],
  floorLamp: [floorLamp, 'floor', 48, 30],
  tableLamp: [tableLamp, 'floor', 60, 52],
  pendant: [pendant, 'ceiling'],
  rug: [rug, 'above'],
  doormat: [doormat, 'above'],
  mirror: [mirror, 'wall'],
  wallClock: [wallClock, 'wall'],
  vase: [vase, 'floor', 44, 40],
  planter: [planter, 'floor', 58, 40],
  curtain: [curtain, 'wall'],
  pillow: [pillow, 'floor', 80, 66],
  shoeRack: [shoeRack, 'floor', 86, 84],
  coatRack: [coatRack, 'floor', 60, 30],
  basket: [basket, 'floor', 76, 88],
};

const walls = ['#e9e6e1', '#dfe5ea', '#e8dfd3', '#dde6de', '#e9dede', '#d9dce2', '#efece6', '#cfd6d8'];
const floors = ['#cbb799', '#b9a288', '#c9c5bf', '#d9d2c6', '#a9adb1'];

/** The picture of a product as SVG, without any text. `seed` and the product's id decide framing, light and wear. */
export function drawProduct(product: SampleProduct, seed: number): string {
  const random = randomStream(seed, 'photo', product.id);
  const color = shade(colors[product.color].hex, 0.09 * (2 * random.uniform() - 1));
  const lightFromLeft = random.int(2) === 0;
  const [draw, place, halfWidth = 96, top = 40] = shapes[product.category];
  const pen = createPen(product, color, random, lightFromLeft);
  const fill = place === 'floor' ? Math.min(100 / halfWidth, 178 / (floor - top), 1.55) : 1.02;
  const scale = fill * (0.84 + 0.16 * random.uniform());
  const turn = (place === 'above' ? 9 : 2.4) * (random.uniform() - 0.5);
  const dx = 12 * (random.uniform() - 0.5);
  const dy = place === 'ceiling' ? 0 : 9 * (random.uniform() - 0.5);
  const flip = random.int(2) === 0 ? -1 : 1;
  const anchor = place === 'ceiling' ? 0 : place === 'floor' ? floor : 128;
  const landing = place === 'floor' ? 132 + ((floor - top) * scale) / 2 : anchor;
  const scene = background(random, place, color, lightFromLeft, landing + dy);
  draw(pen);
  const lightDx = (lightFromLeft ? 4 : -4) * flip;
  const move =
    `translate(${(128 + dx).toFixed(2)} ${(landing + dy).toFixed(2)}) rotate(${turn.toFixed(2)}) ` +
    `scale(${(flip * scale).toFixed(3)} ${scale.toFixed(3)}) translate(-128 ${-anchor})`;
  const lies = place === 'wall' || place === 'above';
  return picture(
    photoSize,
    photoSize,
    `<defs><filter id="drop" x="-.1" y="-.1" width="1.2" height="1.2"><feDropShadow dx="${lightDx}" dy="5" stdDeviation="4" flood-opacity=".32"/></filter>` +
      '<radialGradient id="under"><stop offset="0" stop-opacity=".42"/><stop offset=".6" stop-opacity=".2"/><stop offset="1" stop-opacity="0"/></radialGradient></defs>' +
      `${scene}<g transform="${move}">${place === 'floor' ? floorShadow(halfWidth, lightDx) : ''}` +
      `<g${lies ? ' filter="url(#drop)"' : ''}>${pen.svg()}</g></g>`,
  );
}

function floorShadow(halfWidth: number, lightDx: number): string {
  return `<ellipse cx="${128 + 2 * lightDx}" cy="${floor}" rx="${halfWidth * 1.25}" ry="11" fill="url(#under)"/>`;
}

/** A studio sweep, a wall over a floor, or a floor from above; never too near in brightness to a pale product. */
function background(
  random: Random,
  place: Place,
  color: string,
  lightFromLeft: boolean,
  landing: number,
): string {
  const pale = lightness(color) > 0.72;
  const tint = mix(random.pick(walls), pale ? '#7f8790' : '#ffffff', pale ? 0.36 : 0.3 * random.uniform());
  const ground = place === 'above' || (place === 'floor' && random.int(2) === 0);
  const floorTint = mix(random.pick(floors), pale ? '#6f665c' : '#ffffff', pale ? 0.3 : 0.25);
  const base = place === 'above' ? floorTint : tint;
  const cx = lightFromLeft ? 0.25 : 0.75;
  let out =
    `<defs><radialGradient id="wall" cx="${cx}" cy=".2" r="1"><stop offset="0" stop-color="${shade(base, 0.3)}"/>` +
    `<stop offset=".55" stop-color="${base}"/><stop offset="1" stop-color="${shade(base, -0.12)}"/></radialGradient></defs>` +
    '<rect width="256" height="256" fill="url(#wall)"/>';
  if (place === 'above') {
    for (let y = 30 + random.int(20); y < 256; y += 44)
      out += `<path d="M0 ${y}H256" stroke="#000" stroke-opacity=".08"/>`;
  } else if (ground) {
    const y = Math.round(landing) - 28 + random.int(16);
    out += `<rect y="${y}" width="256" height="${256 - y}" fill="${floorTint}"/>`;
    out += `<rect y="${y - 5}" width="256" height="5" fill="${shade(tint, 0.5)}"/>`;
    out += `<rect y="${y}" width="256" height="2.5" fill="#000" fill-opacity=".1"/>`;
  }
  return out;
}

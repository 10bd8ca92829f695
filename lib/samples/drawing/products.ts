/** Colours that a product is drawn in. */
export interface ProductPaint {
  readonly main: string;
  readonly light: string;
  readonly dark: string;
  readonly accent: string;
}

type Draw = (paint: ProductPaint) => string;

const shapes = {
  bottle: ({ main, light, dark, accent }) =>
    `<rect x="41" y="2" width="18" height="13" rx="3" fill="${dark}"/><path d="M43 15h14v12c0 9 14 11 14 26v40q0 6-6 6H35q-6 0-6-6V53c0-15 14-17 14-26Z" fill="${main}"/>` +
    `<path d="M35 53c0-9 7-13 10-18v58h-5q-5 0-5-5Z" fill="${light}" fill-opacity=".55"/><rect x="29" y="56" width="42" height="24" fill="${accent}"/><path d="M36 64h28M40 71h20" stroke="${light}" stroke-width="3"/>`,
  shoe: ({ main, light, dark, accent }) =>
    `<path d="M6 34q10 7 22 1l8-9 9 6c7 16 20 22 40 25q11 2 11 13v5H6Z" fill="${main}"/><path d="M6 34q10 7 22 1l-3 17q-9 4-19 2Z" fill="${dark}"/>` +
    `<path d="M40 40l10-6M45 47l10-7M51 53l10-7" stroke="${light}" stroke-width="3.4" stroke-linecap="round"/><path d="M17 68q18-22 34-12" stroke="${accent}" stroke-width="5" fill="none"/><rect x="3" y="74" width="95" height="9" rx="4.5" fill="${light}"/><rect x="3" y="80" width="95" height="4" rx="2" fill="${dark}"/>`,
  lamp: ({ main, light, dark, accent }) =>
    `<path d="M34 6h32l16 40H18Z" fill="${main}"/><path d="M34 6h9l-8 40H18Z" fill="${light}" fill-opacity=".6"/><path d="M22 46h56l4 6H18Z" fill="${accent}"/>` +
    `<rect x="46.500" y="52" width="7" height="34" fill="${dark}"/><ellipse cx="50" cy="91" rx="23" ry="6" fill="${dark}"/><path d="M62 52v14" stroke="${accent}" stroke-width="2"/><circle cx="62" cy="68" r="2.500" fill="${accent}"/>`,
  chair: ({ main, light, dark, accent }) =>
    `<path d="M26 66l-7 31M74 66l7 31M36 68l-3 24M64 68l3 24" stroke="${dark}" stroke-width="5" stroke-linecap="round"/><path d="M24 8q26-8 52 0l-4 46H28Z" fill="${main}"/>` +
    `<path d="M30 13q9-3 13-3l-1 44H30Z" fill="${light}" fill-opacity=".5"/><rect x="19" y="54" width="62" height="15" rx="7" fill="${accent}"/><path d="M22 66h56" stroke="${dark}" stroke-width="2" stroke-opacity=".5"/>`,
  phone: ({ main, light, dark, accent }) =>
    `<rect x="27" y="2" width="46" height="96" rx="9" fill="${dark}"/><rect x="31" y="7" width="38" height="86" rx="5" fill="${main}"/><circle cx="50" cy="36" r="13" fill="${light}"/><path d="M31 74q12-20 20-8t18-9v31q0 5-5 5H36q-5 0-5-5Z" fill="${accent}"/><rect x="43" y="9" width="14" height="4" rx="2" fill="${dark}"/>`,
  mug: ({ main, light, dark, accent }) =>
    `<path d="M70 40q22-4 20 17T66 76" stroke="${dark}" stroke-width="8" fill="none"/><path d="M16 28h58v50q0 14-14 14H30q-14 0-14-14Z" fill="${main}"/><ellipse cx="45" cy="28" rx="29" ry="6" fill="${dark}"/>` +
    `<path d="M21 38h9v46q-9-2-9-12Z" fill="${light}" fill-opacity=".6"/><path d="M16 52h58v14H16Z" fill="${accent}"/><path d="M36 18q-5-6 0-13M50 18q-5-6 0-13" stroke="${light}" stroke-width="3.500" fill="none" stroke-linecap="round"/>`,
  headphones: ({ main, light, dark, accent }) =>
    `<path d="M16 64V50a34 36 0 0 1 68 0v14" stroke="${dark}" stroke-width="9" fill="none"/><path d="M24 30a34 30 0 0 1 52 0" stroke="${light}" stroke-width="3" fill="none"/>` +
    `<rect x="6" y="52" width="24" height="40" rx="11" fill="${main}"/><rect x="70" y="52" width="24" height="40" rx="11" fill="${main}"/><rect x="24" y="56" width="9" height="32" rx="4" fill="${accent}"/><rect x="67" y="56" width="9" height="32" rx="4" fill="${accent}"/>`,
  watch: ({ main, light, dark, accent }) =>
    `<path d="M35 2h30l3 27H32ZM35 98h30l3-27H32Z" fill="${main}"/><circle cx="50" cy="50" r="29" fill="${dark}"/><circle cx="50" cy="50" r="23" fill="${light}"/><path d="M50 50V34M50 50l11 7" stroke="${dark}" stroke-width="3.600" stroke-linecap="round"/><path d="M50 30v4M50 66v4M30 50h4M66 50h4" stroke="${accent}" stroke-width="4"/><rect x="79" y="46" width="6" height="8" rx="2" fill="${accent}"/>`,
  backpack: ({ main, light, dark, accent }) =>
    `<path d="M38 14q0-11 12-11t12 11" stroke="${dark}" stroke-width="5" fill="none"/><path d="M20 40q0-28 30-28t30 28v48q0 9-9 9H29q-9 0-9-9Z" fill="${main}"/><path d="M20 42q30 12 60 0v10q-30 12-60 0Z" fill="${dark}" fill-opacity=".45"/>` +
    `<rect x="29" y="60" width="42" height="28" rx="6" fill="${accent}"/><path d="M29 69h42" stroke="${dark}" stroke-width="2.500"/><path d="M27 36q2-16 14-19" stroke="${light}" stroke-width="4" fill="none" stroke-linecap="round"/>`,
  plant: ({ main, light, dark, accent }) =>
    `<path d="M50 66Q20 60 14 26q28 4 36 34Q46 24 60 4q18 26-6 56 12-28 36-28-4 30-40 36Z" fill="${main}"/><path d="M50 66Q34 50 20 32M51 62q2-26 8-48M52 66q18-14 32-28" stroke="${light}" stroke-width="2.400" fill="none"/>` +
    `<path d="M27 64h46l-6 34H33Z" fill="${accent}"/><rect x="24" y="62" width="52" height="9" rx="3" fill="${dark}"/>`,
  camera: ({ main, light, dark, accent }) =>
    `<path d="M32 22h36l5 10H27Z" fill="${dark}"/><rect x="4" y="30" width="92" height="56" rx="9" fill="${main}"/><rect x="4" y="42" width="92" height="28" fill="${dark}" fill-opacity=".55"/><circle cx="50" cy="57" r="24" fill="${dark}"/><circle cx="50" cy="57" r="17" fill="${light}"/><circle cx="50" cy="57" r="9" fill="${dark}"/><rect x="12" y="34" width="14" height="6" rx="3" fill="${accent}"/><circle cx="84" cy="37" r="3.500" fill="${accent}"/>`,
  jar: ({ main, light, dark, accent }) =>
    `<rect x="14" y="18" width="72" height="24" rx="5" fill="${dark}"/><path d="M20 22v16" stroke="${light}" stroke-width="4" stroke-opacity=".6"/><rect x="10" y="42" width="80" height="46" rx="11" fill="${main}"/><path d="M17 50v30" stroke="${light}" stroke-width="5" stroke-opacity=".6" stroke-linecap="round"/><rect x="30" y="52" width="40" height="26" rx="3" fill="${accent}"/><path d="M37 61h26M41 69h18" stroke="${light}" stroke-width="3"/>`,
} as const satisfies Record<string, Draw>;

export type ProductName = keyof typeof shapes;

export const productNames = Object.keys(shapes) as ProductName[];

/** A product as SVG, in a square of 100 × 100. */
export function drawProduct(name: ProductName, paint: ProductPaint): string {
  return (shapes[name] as Draw)(paint);
}

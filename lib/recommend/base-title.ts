import type { Product } from '../catalog/index.js';
import { tokenize } from '../language/index.js';

const colorWords = new Set(
  (
    'black white gray grey silver gold golden beige cream ivory brown tan natural navy blue teal turquoise aqua ' +
    'green olive mint emerald red burgundy maroon pink rose purple violet lavender yellow mustard orange terracotta ' +
    'coral peach bronze copper chrome nickel charcoal slate ebony espresso sand oatmeal honey peacock cobalt sage ' +
    'blush indigo khaki taupe multicolor multicolour multi colour color coloured colored'
  ).split(' '),
);

/** Words that only shade a colour: "light grey", "matte black"; taken out beside one alone. */
const shadeWords = new Set(
  'light dark pale deep bright matte matt pure snow sky wine rustic antique dusty burnt brushed midnight'.split(
    ' ',
  ),
);

const sizeWords = new Set(
  'small medium large xs s m l xl xxl xxxl king queen twin full single double inch inches in cm mm m ft feet foot'.split(
    ' ',
  ),
);

/**
 * What a title says besides colour and size: its words in order without colour words and their shades, the words of
 * the product's colour field, sizes, and whatever has a digit. Two products with one base title and brand are taken
 * for one product in several colours or sizes. '' where nothing is left.
 * @example baseTitle({ title: 'Oslo Velvet Sofa, Dark Green, 72"', color: 'Emerald' }) // 'oslo velvet sofa'
 */
export function baseTitle({ title, color }: Pick<Product, 'title' | 'color'>): string {
  const own = new Set(tokenize(color));
  const words = tokenize(title);
  const isColor = (word: string | undefined) => word !== undefined && (colorWords.has(word) || own.has(word));
  return words
    .filter((word, i) => {
      if (isColor(word) || sizeWords.has(word) || /\p{N}/u.test(word)) return false;
      return !(shadeWords.has(word) && (isColor(words[i + 1]) || isColor(words[i - 1])));
    })
    .join(' ');
}

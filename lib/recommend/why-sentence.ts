import type { Why } from './why.js';

/** A similarity in a line: 'Similarity 0.71: text 0.45, image 0.26. Both say “tufted”, “velvet”; both …'. */
export function sentenceOf({ score, parts, words, attributes, colors }: Omit<Why, 'sentence'>): string {
  const missing = parts.filter(({ cosine }) => cosine === null).map(({ name }) => name);
  const sum = parts
    .filter(({ cosine }) => cosine !== null)
    .map(({ name, contribution }) => `${name} ${contribution.toFixed(2)}`);
  const first = sum.length > 0 ? `Similarity ${score.toFixed(2)}: ${sum.join(', ')}` : 'Nothing to compare';
  const without = missing.length > 0 ? ` (no ${missing.join(', no ')} to compare)` : '';
  const value = (name: string) => attributes.find((attribute) => attribute.name === name)?.value;
  const shared = [
    words.length > 0 && `both say ${list(words.slice(0, 4).map(({ word }) => `“${word}”`))}`,
    value('category') && `both are in ${value('category')}`,
    value('brand') && `both by ${value('brand')}`,
    value('material') && `both of ${value('material')}`,
    value('color') && `both called ${value('color')}`,
    colors.length > 0 && `both photos show ${list([...new Set(colors.map(({ name }) => name))].slice(0, 3))}`,
  ].filter((text) => typeof text === 'string');
  const rest = shared.length > 0 ? shared.join('; ') : 'no word, property or colour in common';
  return `${first}${without}. ${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

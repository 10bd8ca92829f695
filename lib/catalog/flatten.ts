import { headerKey } from './layouts/index.js';

const mostFields = 2_000;

/**
 * The values of a nested record by the keys of their paths: { brand: { name: 'N' } } has 'brand name'. Of a list of
 * records each value is a list: { images: [{ src: 'a' }] } has 'images src' → ['a'].
 * @param onName told the names as the file writes them, 'brand.name', with their keys
 */
export function flatten(
  record: Readonly<Record<string, unknown>>,
  onName?: (key: string, name: string) => void,
): Record<string, unknown> {
  const flat: Record<string, unknown> = Object.create(null);
  let count = 0;
  const put = (key: string, name: string, value: unknown, isListed: boolean) => {
    if (!(key in flat)) {
      if (++count > mostFields) return;
      onName?.(key, name);
      flat[key] = isListed ? [value] : value;
    } else if (isListed && Array.isArray(flat[key])) flat[key].push(value);
  };
  const visit = (value: unknown, key: string, name: string, isListed: boolean): void => {
    if (value === null || value === undefined || value === '') return;
    if (Array.isArray(value) && value.some((inner) => isRecord(inner))) {
      for (const inner of value) visit(inner, key, name, true);
    } else if (isRecord(value)) {
      for (const [inner, held] of Object.entries(value)) {
        visit(
          held,
          key ? `${key} ${headerKey(inner)}` : headerKey(inner),
          name ? `${name}.${inner}` : inner,
          isListed,
        );
      }
    } else put(key, name, value, isListed);
  };
  visit(record, '', '', false);
  return flat;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

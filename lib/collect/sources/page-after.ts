/** Where the next page begins, of pages or records that are counted; null where there are no more. */
export function pageAfter(cursor: string, hasMore: boolean, step = 1): string | null {
  return hasMore ? String(Number(cursor) + step) : null;
}

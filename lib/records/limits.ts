/** A row with a longer field is set aside. */
export const maxFieldBytes = 1024 * 1024;

/** What is held of one record while it is read. */
export const maxRecordBytes = 16 * 1024 * 1024;

export const oversizedRecord = 'longer than 16 MB, the limit of a row';

/** Lists and objects within each other that a row may have; what reads them further goes down a level a call. */
const maxDepth = 100;

/** The reason to set a row aside that has a field over the limit, or one nested too deep. */
export function oversizedField(fields: Readonly<Record<string, unknown>>): string | undefined {
  if (isDeep(fields))
    return `lists or objects over ${maxDepth} deep in each other; the row holds no plain fields`;
  for (const [name, value] of Object.entries(fields)) {
    const text = typeof value === 'string' ? value : Array.isArray(value) ? JSON.stringify(value) : '';
    if (text.length * 3 > maxFieldBytes && Buffer.byteLength(text) > maxFieldBytes) {
      const size = (Buffer.byteLength(text) / 1024 / 1024).toFixed(1);
      return `field "${name}" has ${size} MB; the limit is 1 MB`;
    }
  }
  return undefined;
}

function isDeep(fields: object): boolean {
  let level = [fields];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return true;
    level = level.flatMap((value) =>
      Object.values(value).filter((inner) => typeof inner === 'object' && inner !== null),
    );
  }
  return false;
}

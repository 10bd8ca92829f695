/**
 * ASCII's blanks, which end a field, as their pictures in Unicode. Not percent-encoded: ids that are addresses hold
 * %20 of their own, in judgments that other programs wrote.
 */
const pictures: ReadonlyMap<string, string> = new Map([
  ['\t', '␉'],
  ['\n', '␊'],
  ['\v', '␋'],
  ['\f', '␌'],
  ['\r', '␍'],
  [' ', '␠'],
]);
const blanks: ReadonlyMap<string, string> = new Map(
  [...pictures].map(([blank, picture]) => [picture, blank]),
);
/** Stands for no text at all. */
const nothing = '␀';

/**
 * An id as a field of a TREC file, where blanks separate fields: `SKU 001` becomes `SKU␠001`. A picture that an id holds
 * itself stands behind an escape, `␛␠`.
 */
export function trecField(id: string): string {
  if (id === '') return nothing;
  return id
    .replace(/[␀␉␊␋␌␍␠␛]/g, (picture) => `␛${picture}`)
    .replace(/[\t\n\v\f\r ]/g, (blank) => pictures.get(blank) as string);
}

/** The fields of a line of a TREC file, with the blanks that `trecField` took out of them. */
export function trecFields(line: string): string[] {
  const fields = line.split(/[\t\n\v\f\r ]+/).filter((field) => field !== '');
  return fields.map((field) =>
    field === nothing
      ? ''
      : field.replace(
          /␛([␀␉␊␋␌␍␠␛])|[␉␊␋␌␍␠]/g,
          (found, escaped?: string) => escaped ?? (blanks.get(found) as string),
        ),
  );
}

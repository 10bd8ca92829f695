/**
 * A cell as CSV writes it (RFC 4180): quoted where it has a comma, a quote or a line end.
 * @example csvCell('27" monitor') // '"27"" monitor"'
 */
export function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import { z } from 'zod';

const nothing = new Set(['', 'null', 'none', 'nan', 'n/a', 'na', '-']);

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' && nothing.has(value.trim().toLowerCase());
}

/** '1,234' and '4.2%' as people export them; anything else as it is. */
function toNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (/^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[+-]?\d+)?$/i.test(text))
    return Number(text.replaceAll(',', ''));
  if (/^\d+(\.\d+)?\s*%$/.test(text)) return Number.parseFloat(text) / 100;
  return value;
}

function needed<T extends z.ZodType>(schema: T, read: (value: unknown) => unknown) {
  return z.preprocess((value) => (isBlank(value) ? undefined : read(value)), schema);
}

function optional<T extends z.ZodType>(schema: T, read: (value: unknown) => unknown) {
  return z.preprocess((value) => (isBlank(value) ? null : read(value)), schema.nullable());
}

const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
const text = z.string('is missing or no text').trim().min(1);
const count = z.number('is no number').int('is no whole number').min(0, 'is below 0');
const share = z
  .number('is no number')
  .min(0, 'is below 0')
  .max(1, 'is above 1; write 4.2% as 0.042 or "4.2%"');

/** Fields of a record, each from a cell of a CSV file or a value of JSON. */
export const field = {
  text: needed(text, asText),
  optionalText: optional(text, asText),
  count: optional(count, toNumber),
  neededCount: needed(count, toNumber),
  share: needed(share, toNumber),
  optionalShare: optional(share, toNumber),
  /** ISO 8601, or seconds or milliseconds since 1970; not later than `now`. */
  pastTime: (now: number) =>
    needed(
      z
        .string('is no time; write it as in 2026-03-01T18:00:00+01:00')
        .refine((time) => Date.parse(time) <= now + clockSkewMs, 'is in the future'),
      readTime,
    ),
  confidence: optional(
    z.union([z.boolean(), share], 'is neither true, false nor a confidence (1 − p) in [0, 1]'),
    (value) => {
      const word = String(value).trim().toLowerCase();
      if (['true', 'yes', 'significant'].includes(word)) return true;
      if (['false', 'no', 'not significant'].includes(word)) return false;
      return toNumber(value);
    },
  ),
};

/** Clocks of services and of this machine differ. */
const clockSkewMs = 10 * 60 * 1000;
const secondsBelow = 1e11;

/** ISO 8601 with the offset that was given, UTC where none was; undefined for what is no time. */
export function readTime(value: unknown): string | undefined {
  const given = toNumber(value);
  if (typeof given === 'number') {
    const ms = given * (given < secondsBelow ? 1000 : 1);
    return ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : undefined;
  }
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      String(given).trim(),
    );
  if (!parts) return undefined;
  const [, day, minutes = '00:00', seconds = ':00', zone = 'Z'] = parts;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const time = `${day}T${minutes}${seconds}${offset}`;
  const exists =
    !Number.isNaN(Date.parse(time)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  return exists ? time : undefined;
}

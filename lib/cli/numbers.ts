import { ArgumentError, shown } from '../errors/index.js';

/** A number that was typed. */
export function typedNumber(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new ArgumentError(`${name} is ${shown(text)}; give a number`);
  return value;
}

/** A whole number that was typed. */
export function wholeNumber(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(value)) throw new ArgumentError(`${name} is ${shown(text)}; give a whole number`);
  return value;
}

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** 0 for Monday to 6 for Sunday, from a name or a number. */
export function weekdayOf(text: string): number {
  const named = text.length >= 3 ? days.indexOf(text.slice(0, 3).toLowerCase()) : -1;
  if (named >= 0) return named;
  if (/^[0-6]$/.test(text)) return Number(text);
  throw new ArgumentError(`--weekday is ${shown(text)}; give ${days.join(', ')}, or 0 (Monday) to 6`);
}

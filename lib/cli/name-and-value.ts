import { InvalidArgumentError } from 'commander';

/** Gathers `NAME=VALUE` of an option that may come several times. */
export function nameAndValue(text: string, previous: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...previous, [name.trim()]: value };
}

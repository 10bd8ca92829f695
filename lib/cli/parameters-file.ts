import { readFile } from 'node:fs/promises';
import { ArgumentError, messageOf, shown } from '../errors/index.js';

/**
 * Values of a file of parameters, YAML or JSON: a line `NAME: value` each.
 * @throws {ArgumentError} for a file that cannot be read, is no YAML, or holds something else than names and values
 */
export async function readParametersFile(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new ArgumentError(`cannot read the parameters in ${file}: ${messageOf(cause)}`, { cause });
  });
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error)
    throw new ArgumentError(`the parameters in ${file} are no YAML: ${error.message.split('\n')[0]}`);
  const values: unknown = document.toJS();
  // Everything in it commented out.
  if (values === null) return {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw new ArgumentError(`${file} holds ${shown(values)}, no parameters; write a line each: NAME: value`);
  }
  return values as Record<string, unknown>;
}

import { shown, UserError } from '../../errors/index.js';
import { newCellId } from './clean.js';
import { nearest } from './nearest.js';
import { type Cell, type Notebook, tagsOf } from './notebook.js';

export type ParameterValue = string | number | boolean | null;

/** A line `let NAME: type = default;` of the parameters cell. */
export interface Parameter {
  readonly name: string;
  readonly default: ParameterValue;
  /** The members of its type: from the annotation, else from the default. */
  readonly types: readonly string[];
  /** What the comment at the end of its line says of it; '' where there is none. */
  readonly comment: string;
}

const string = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.)*`/;
const literal = new RegExp(
  `${string.source}|-?(?:[\\d_]+\\.?[\\d_]*|\\.[\\d_]+)(?:[eE][+-]?\\d+)?|true|false|null`,
);
const member = new RegExp(`(?:${string.source}|string|number|boolean|null)`);
const declaration = new RegExp(
  `^let\\s+([A-Za-z_$][\\w$]*)\\s*(?::\\s*(\\|?\\s*${member.source}(?:\\s*\\|\\s*${member.source})*))?\\s*=\\s*(${literal.source})\\s*;?\\s*(?://\\s*(.*))?$`,
);
const ignored = /^\s*(\/\/.*)?$/;

/**
 * Reads the cell tagged `parameters`: lines `let NAME = value;` with an optional type annotation (a union of string,
 * number, boolean, null and string literals) and an optional comment; blank lines and comments.
 * @throws {UserError} when there is no such cell, or a line is something else.
 */
export function readParameters(notebook: Notebook, origin: string): Parameter[] {
  const cell = notebook.cells.find((cell) => tagsOf(cell).includes('parameters'));
  if (!cell) throw new UserError(`${origin} takes no parameters: it has no cell tagged "parameters"`);
  const source = cell.source.replace(/^\s*\/\*.*?\*\/\s*$/gms, '');
  return source
    .split(/\r?\n/)
    .filter((line) => !ignored.test(line))
    .map((line) => parseLine(line.trim(), origin));
}

function parseLine(line: string, origin: string): Parameter {
  const match = declaration.exec(line);
  if (!match) {
    throw new UserError(
      `in ${origin}, a line of the parameters cell is not of the form "let NAME = value;": ${shown(line)}`,
    );
  }
  const [, name, annotation, text, comment = ''] = match;
  const value = literalValue(text);
  const types = annotation
    ? [...annotation.matchAll(new RegExp(member.source, 'g'))].map(([type]) => type)
    : [value === null ? 'string' : typeof value, ...(value === null ? ['null'] : [])];
  return { name, default: value, types, comment: comment.trim() };
}

function literalValue(text: string): ParameterValue {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^['"`]/.test(text)) return unquote(text);
  return Number(text.replaceAll('_', ''));
}

function unquote(text: string): string {
  const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return text.slice(1, -1).replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

/**
 * The values of a run by the notebook's parameters: texts, as the command line gives them, become what the parameter
 * is; other values, as a file gives them, must be that.
 * @throws {UserError} for an unknown name (with the known ones) and for a value of another type.
 */
export function typeParameters(
  parameters: readonly Parameter[],
  given: Readonly<Record<string, unknown>>,
): Record<string, ParameterValue> {
  const values = Object.entries(given).map(([name, value]) => {
    const parameter = parameters.find((parameter) => parameter.name === name);
    if (!parameter) throw unknownParameter(name, parameters);
    return [name, typeof value === 'string' ? typeText(parameter, value) : checkValue(parameter, value)];
  });
  return Object.fromEntries(values);
}

function unknownParameter(name: string, parameters: readonly Parameter[]): UserError {
  const known = parameters.map((parameter) => parameter.name);
  const close = nearest(name, known);
  const hint = close ? `, did you mean ${close}?` : '';
  return new UserError(`there is no parameter ${shown(name)}${hint}; known are ${known.join(', ')}`);
}

function typeText({ name, types }: Parameter, text: string): ParameterValue {
  if (text === 'null' && types.includes('null')) return null;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.includes('number') && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (types.includes('string')) return text;
  const choices = types.filter((type) => /^['"`]/.test(type)).map(unquote);
  if (choices.includes(text)) return text;
  throw wrongValue(name, types, text);
}

function checkValue({ name, types }: Parameter, value: unknown): ParameterValue {
  const isOfType = value === null ? types.includes('null') : types.includes(typeof value);
  if (isOfType && (typeof value !== 'object' || value === null)) return value as ParameterValue;
  throw wrongValue(name, types, value);
}

function wrongValue(name: string, types: readonly string[], value: unknown): UserError {
  const given = typeof value === 'string' ? shown(value) : JSON.stringify(value);
  return new UserError(`parameter ${name} must be ${expected(types)}, not ${given}`);
}

function expected(types: readonly string[]): string {
  const words: Record<string, string> = { number: 'a number', boolean: 'true or false', string: 'a text' };
  return types.map((type) => words[type] ?? type).join(' or ');
}

/** A copy of the notebook with an `injected-parameters` cell after the parameters cell, in place of an earlier one. */
export function injectParameters(notebook: Notebook, values: Record<string, ParameterValue>): Notebook {
  const cells = notebook.cells.filter((cell) => !tagsOf(cell).includes('injected-parameters'));
  const after = cells.findIndex((cell) => tagsOf(cell).includes('parameters'));
  const lines = Object.entries(values).map(([name, value]) => `  ${name} = ${JSON.stringify(value)};`);
  const injected: Cell = {
    cell_type: 'code',
    id: newCellId(),
    metadata: { tags: ['injected-parameters'] },
    // In a block, because tslab prints the value of a last expression.
    source: ['// Parameters', '{', ...lines, '}'].join('\n'),
    outputs: [],
    execution_count: null,
  };
  return { ...notebook, cells: cells.toSpliced(after + 1, 0, injected) };
}

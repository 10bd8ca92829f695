import { inspect } from 'node:util';
import type { Diagnostic } from 'tslab/dist/converter.js';
import { KeyboardInterrupt } from './errors.js';

/** An error as Jupyter's protocol has it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What code threw. */
export function thrownError(thrown: unknown): CellError {
  if ((thrown as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
    return thrownError(new KeyboardInterrupt());
  }
  // Of an error without frames Node makes "[Error: message]".
  const traceback = inspect(thrown)
    .replace(/^\[(.*)\]$/s, thrown instanceof Error ? '$1' : '$&')
    .split('\n');
  if (!(thrown instanceof Error)) return { ename: 'Error', evalue: traceback[0], traceback };
  // Errors of the library show their message alone: the place in the cell goes after it.
  const places = String(thrown.stack).match(/^ {4}at .*\bIn\[\d+\]:.*$/gm) ?? [];
  const hasFrames = traceback.some((line) => /^ {4}at /.test(line));
  return {
    ename: String(thrown.name),
    evalue: String(thrown.message),
    traceback: hasFrames ? traceback : [...traceback, ...places],
  };
}

/** Why a cell does not compile: each with its place, in the cell or in a module beside it. */
export function compileError(diagnostics: readonly Diagnostic[], count: number): CellError {
  const traceback = diagnostics.map(
    ({ fileName = `In[${count}]`, start: { line, character }, messageText }) =>
      `${fileName}:${line + 1}:${character + 1} - ${messageText}`,
  );
  return { ename: 'CompileError', evalue: traceback[0], traceback };
}

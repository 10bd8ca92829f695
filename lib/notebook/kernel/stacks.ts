import type { Origin } from './positions.js';

/** Frames of an error: more than Node's ten, so that the cell that called is among them. */
const frames = 40;

const internal = /[\\/]tslab[\\/]dist[\\/]|[\\/]notebook[\\/]kernel[\\/]|\bnode:/;

interface Script {
  readonly shown: string;
  readonly origin: Origin;
}

/** The scripts that cells were made of, by the name that V8 knows them by. */
const scripts = new Map<string, Script>();

/** From now on stacks show places of `script` as those of its source. */
export function showScript(script: string, shown: string, origin: Origin): void {
  scripts.set(script, { shown, origin });
}

/** Lets the stacks of all errors show cells as they were written, and leave the kernel and Node out. */
export function mendStacks(): void {
  Error.stackTraceLimit = frames;
  Error.prepareStackTrace = (error, sites) => {
    const lines = sites.map(frameText).filter((line) => process.env.VITRINE_DEBUG || !internal.test(line));
    return [heading(error), ...lines.map((line) => `    at ${line}`)].join('\n');
  };
}

function heading(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function frameText(site: NodeJS.CallSite): string {
  const text = String(site);
  const script = scripts.get(site.getFileName() ?? '');
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (!script || line === null || column === null) return text;
  const place = script.origin({ line: line - 1, column: column - 1 });
  const at = place ? `:${place.line + 1}:${place.column + 1}` : '';
  return text.replace(`${site.getFileName()}:${line}:${column}`, `${script.shown}${at}`);
}

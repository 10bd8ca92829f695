interface TslabDisplay {
  html(html: string): void;
  text(text: string): void;
}

interface Tslab {
  readonly display?: TslabDisplay;
  newDisplay?(): TslabDisplay;
}

/**
 * The tslab kernel that this code runs in, undefined outside one. The kernel keeps its
 * own `require` on `globalThis.__tslab__`, and that one answers 'tslab' with the running instance, wherever
 * tslab was installed.
 */
function kernelTslab(): Tslab | undefined {
  const kernel = (globalThis as { __tslab__?: { require?: (id: string) => unknown } }).__tslab__;
  return kernel?.require?.('tslab') as Tslab | undefined;
}

/** Is aborted when the cell is interrupted that is running now; undefined outside a kernel. */
export function interruptSignal(): AbortSignal | undefined {
  return (globalThis as { __tslab__?: { signal?: AbortSignal } }).__tslab__?.signal;
}

/** True in a cell of a notebook, false in a script. */
export function inKernel(): boolean {
  return kernelTslab()?.display !== undefined;
}

/** Shows HTML as the output of the running cell; outside a kernel, prints `line` instead. */
export function showHtml(html: string, line: string): void {
  const display = kernelTslab()?.display;
  if (display) display.html(html);
  else console.log(line);
}

/** Makes an output of the running cell that each call replaces; undefined outside a kernel. */
export function newHtmlDisplay(): ((html: string) => void) | undefined {
  const display = kernelTslab()?.newDisplay?.();
  return display && ((html) => display.html(html));
}

/**
 * The same as text, for what moves while a cell runs; undefined also where nobody looks at cells: `vitrine run` shows
 * on the terminal what they print.
 */
export function newTextDisplay(): ((text: string) => void) | undefined {
  const display = process.env.VITRINE_HANDOVER ? undefined : kernelTslab()?.newDisplay?.();
  return display && ((text) => display.text(text));
}

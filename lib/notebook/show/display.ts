interface TslabDisplay {
  html(html: string): void;
}

/**
 * The display channel of the tslab kernel that this code runs in, undefined outside one. The kernel keeps its
 * own `require` on `globalThis.__tslab__`, and that one answers 'tslab' with the running instance, wherever
 * tslab was installed.
 */
function kernelDisplay(): TslabDisplay | undefined {
  const kernel = (globalThis as { __tslab__?: { require?: (id: string) => unknown } }).__tslab__;
  return (kernel?.require?.('tslab') as { display?: TslabDisplay } | undefined)?.display;
}

/** True in a cell of a notebook, false in a script. */
export function inKernel(): boolean {
  return kernelDisplay() !== undefined;
}

/** Shows HTML as the output of the running cell; outside a kernel, prints `line` instead. */
export function showHtml(html: string, line: string): void {
  const display = kernelDisplay();
  if (display) display.html(html);
  else console.log(line);
}

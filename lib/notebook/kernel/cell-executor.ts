import vm from 'node:vm';
import { type CellCode, cellCode } from './cell-code.js';
import { CellConverter } from './cell-converter.js';
import { type CellError, compileError, thrownError } from './cell-error.js';
import { CellRun } from './cell-run.js';
import { LocalModules } from './local-modules.js';
import { afterFirstLine, chain, unedited } from './positions.js';
import { showScript } from './stacks.js';
import { getCodeMetadata, tslab } from './tslab.js';

/** How a cell ended. */
export type CellOutcome = { readonly value: unknown } | { readonly error: CellError };

const startScript = new vm.Script('__tslab__.start()', { filename: 'node:start-cell' });

/** Compiles and runs cells, which share their variables. */
export class CellExecutor {
  readonly #converter = new CellConverter();
  readonly #exports: Record<string, unknown> = {};
  readonly #modules: LocalModules;
  /** Names that functions of cells look up when they run. */
  readonly #inFunctions = new Set<string>();
  #declarations = '';
  #running: CellRun | undefined;

  constructor(folder: string) {
    this.#modules = new LocalModules(folder, { tslab });
  }

  /** Runs a cell; `count` is its number, by which errors name it. */
  async execute(cell: string, count: number): Promise<CellOutcome> {
    const metadata = getCodeMetadata(cell);
    if (metadata.module) {
      this.#modules.define(metadata.module);
      const diagnostics = this.#converter.addModule(metadata.module, cell, metadata);
      return diagnostics.length > 0 ? { error: compileError(diagnostics, count) } : { value: undefined };
    }
    const converted = this.#converter.convert(this.#declarations, cell);
    this.#modules.update(converted.sideOutputs ?? []);
    if (converted.diagnostics.length > 0) return { error: compileError(converted.diagnostics, count) };
    const code = cellCode(converted.output ?? '', {
      inFunctions: this.#inFunctions,
      isLive: (name) => this.#isLive(name),
    });
    const script = `In[${count}]`;
    showScript(script, script, chain(code.origin, afterFirstLine, unedited(converted.source)));
    const run = new CellRun(this.#exports);
    this.#running = run;
    try {
      await run.untilInterrupted(this.#start(code, run, script));
      this.#declarations = converted.declOutput ?? '';
      return { value: await run.untilInterrupted(run.wait(this.#takeValue(converted.lastExpressionVar))) };
    } catch (thrown) {
      return { error: thrownError(thrown) };
    } finally {
      this.#running = undefined;
    }
  }

  /** Ends the cell that is running, where it awaits something. */
  interrupt(): void {
    this.#running?.interrupt();
  }

  inspect(cell: string, offset: number) {
    return this.#converter.inspect(this.#declarations, cell, offset);
  }

  complete(cell: string, offset: number) {
    return this.#converter.complete(this.#declarations, cell, offset);
  }

  close(): void {
    this.#converter.close();
  }

  /** Calls the code where Ctrl-C ends it also while it does not await anything. */
  #start({ code, isAsync }: CellCode, cell: CellRun, filename: string): unknown {
    const head = `(${isAsync ? 'async ' : ''}function (exports, require, cell$) {`;
    const body = vm.runInThisContext(`${head}\n${code}\n})`, { filename, lineOffset: -1 });
    const { require } = this.#modules;
    makeFast(this.#exports);
    const start = () => body(this.#exports, require, cell);
    // What cells call finds the kernel by this name, as with tslab alone.
    Object.assign(globalThis, { __tslab__: { require, signal: cell.signal, start } });
    return startScript.runInThisContext({ breakOnSigint: true, displayErrors: false });
  }

  /** The value of the last expression, which tslab's converter keeps under a name. */
  #takeValue(name: string | undefined): unknown {
    if (name === undefined) return undefined;
    const value = this.#exports[name];
    delete this.#exports[name];
    return value;
  }

  #isLive(name: string): boolean {
    return Object.getOwnPropertyDescriptor(this.#exports, name)?.get !== undefined;
  }
}

/**
 * V8 reads properties that were defined anew slowly, up to fifty times as slowly for those with accessors, until their
 * object becomes somebody's prototype, which it makes fast again.
 */
function makeFast(object: object): void {
  Reflect.get(Object.create(object), '');
}

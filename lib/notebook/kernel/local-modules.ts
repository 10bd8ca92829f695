import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { SideOutput } from 'tslab/dist/converter.js';
import { commonJs } from './cell-code.js';
import { afterFirstLine, chain } from './positions.js';
import { showScript } from './stacks.js';

interface CommonJsModule extends Module {
  paths: string[];
  _compile(code: string, file: string): void;
}

/** Modules in TypeScript beside the notebook, and those that cells define by `@module`, for cells to import. */
export class LocalModules {
  readonly #own: Readonly<Record<string, unknown>>;
  /** The `require` of cells. */
  readonly require: NodeJS.Require;
  /** With slashes, as tslab writes the paths of modules. */
  readonly #folder: string;
  readonly #sources = new Map<string, string>();
  readonly #loaded = new Map<string, Module>();
  readonly #defined = new Set<string>();

  /** @param own what `require` gives for these names, whatever there is. */
  constructor(folder: string, own: Readonly<Record<string, unknown>>) {
    this.#own = own;
    this.#folder = folder.replaceAll(path.sep, '/');
    this.require = this.#requireOf(createRequire(path.join(folder, 'cell.js')), this.#folder);
  }

  /** A cell defines a module of this name. */
  define(name: string): void {
    this.#defined.add(path.posix.join(this.#folder, `${name}.js`));
  }

  /** Compiled modules are there from now on; those that were loaded before are loaded anew. */
  update(modules: readonly SideOutput[]): void {
    for (const { path: file, data } of modules) {
      this.#loaded.delete(file);
      this.#sources.set(file, data);
    }
  }

  #requireOf(require: NodeJS.Require, folder: string): NodeJS.Require {
    return new Proxy(require, {
      apply: (target, self, [id]: [string]) =>
        this.#own[id] ??
        this.#local(path.posix.join(folder, id))?.exports ??
        Reflect.apply(target, self, [id]),
    });
  }

  #local(name: string): Module | undefined {
    const file = path.extname(name) ? name : `${name}.js`;
    const loaded = this.#loaded.get(file);
    const source = this.#sources.get(file);
    if (loaded || source === undefined) return loaded;
    const made = new Module(file) as CommonJsModule;
    const folder = path.dirname(file);
    made.filename = file;
    made.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(
      folder,
    );
    made.require = this.#requireOf(createRequire(file), folder);
    const { code, origin } = commonJs(source);
    const inSource = this.#defined.has(file) ? chain(origin, afterFirstLine) : origin;
    showScript(file, file.replace(/\.js$/, '.ts'), inSource);
    made._compile(code, file);
    this.#loaded.set(file, made);
    return made;
  }
}

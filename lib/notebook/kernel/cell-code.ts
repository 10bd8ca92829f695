import type ts from 'typescript';
import {
  assignedNames,
  type Declared,
  declaredNames,
  earlierNames,
  importedNames,
  isEarlierName,
  namesInFunctions,
  outsideFunctions,
  variableNames,
} from './cell-variables.js';
import { type Edit, EditedText } from './edited-text.js';
import { chain, mapped, type Origin, unedited } from './positions.js';
import { typescript as t } from './typescript.js';

/** What a cell is run as. */
export interface CellCode {
  /** The body of a function of `exports`, `require` and `cell$` (a `CellScope`). */
  readonly code: string;
  readonly isAsync: boolean;
  /** From a place in the code to one in the source that the module was made of. */
  readonly origin: Origin;
}

/** What is known of the variables of the cells before. */
export interface EarlierVariables {
  /** Names that functions of any cell look up when they run; those of this cell are added. */
  readonly inFunctions: Set<string>;
  /** Whether a name is a variable that functions of its own cell hold too. */
  isLive(name: string): boolean;
}

/**
 * A cell, compiled to a module, as code that keeps its variables where loops are fast: in variables of its own. What
 * they hold goes to `exports`, where later cells find it, after each statement that changes it. Those that functions
 * hold as well are shown there by accessors, so that all see the same at any time. Names of earlier cells, which tslab
 * writes as `exports.name`, are variables too while a loop runs, unless functions use them.
 *
 * Edits stay within their lines, so that positions can be found again.
 */
export function cellCode(module: string, earlier: EarlierVariables): CellCode {
  const { source, map } = withoutMap(module);
  const file = t.createSourceFile('cell.js', source, t.ScriptTarget.Latest, true, t.ScriptKind.JS);
  const editing = new CellEditing(file, earlier);
  const edited = new EditedText(source, editing.edits());
  const common = commonJs(edited.text);
  return {
    code: common.code,
    isAsync: editing.isAsync,
    origin: chain(common.origin, unedited(edited), map),
  };
}

/** A module as CommonJS. */
export function commonJs(module: string): Pick<CellCode, 'code' | 'origin'> {
  const { source, map } = withoutMap(module);
  const { outputText, sourceMapText = '{}' } = t.transpileModule(source, {
    fileName: 'module.js',
    compilerOptions: {
      module: t.ModuleKind.CommonJS,
      target: t.ScriptTarget.ES2023,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  return { code, origin: chain(mapped(sourceMapText), map) };
}

function withoutMap(module: string): { source: string; map: Origin } {
  const [comment, data] = /\n\/\/# sourceMappingURL=data:.*?base64,(.*)\s*$/.exec(module) ?? [];
  if (!comment) return { source: module, map: (position) => position };
  return {
    source: module.slice(0, -comment.length),
    map: mapped(Buffer.from(data, 'base64').toString()),
  };
}

class CellEditing {
  readonly #file: ts.SourceFile;
  readonly #earlier: EarlierVariables;
  isAsync = false;
  readonly #names: Map<string, Declared>;
  readonly #inFunctions: Set<string>;
  readonly #edits: Edit[] = [];

  constructor(file: ts.SourceFile, earlier: EarlierVariables) {
    this.#file = file;
    this.#earlier = earlier;
    this.#names = declaredNames(file);
    const { own, earlier: looked } = namesInFunctions(file);
    this.#inFunctions = own;
    for (const name of looked) earlier.inFunctions.add(name);
  }

  edits(): readonly Edit[] {
    const hoisted = [...this.#names].map(([name, declared]) => {
      if (declared === 'function') return put(name);
      return declared === 'var' && this.#isLive(name) ? bind(name) : '';
    });
    this.#insert(0, hoisted.join(''));
    for (const statement of this.#file.statements) {
      this.#statement(statement);
      this.#waits(statement);
    }
    this.#calls(this.#file);
    return this.#edits;
  }

  /** Calls functions of earlier cells without making `exports` their `this`. */
  #calls(node: ts.Node): void {
    if (t.isCallExpression(node) && isEarlierName(node.expression)) {
      this.#insert(node.expression.getStart(), '(0, ');
      this.#insert(node.expression.end, ')');
    }
    t.forEachChild(node, (child) => this.#calls(child));
  }

  #statement(statement: ts.Statement): void {
    const { end } = statement;
    if (t.isFunctionDeclaration(statement)) return;
    if (t.isImportDeclaration(statement)) {
      this.#insert(end, this.#published(importedNames(statement)));
    } else if (t.isExportDeclaration(statement)) {
      // An empty one stays, so that the text is still a module.
      this.#replace(statement.getStart(), end, 'export {};');
    } else if (t.isVariableStatement(statement)) {
      this.#lastExpression(statement);
      const declared = variableNames(statement.declarationList);
      this.#insert(end, this.#published([...declared, ...this.#assigned(statement)]));
    } else if (t.isClassDeclaration(statement)) {
      this.#insert(end, this.#published([statement.name?.text ?? '']));
    } else {
      const cached = hasLoop(statement) && !hasAwait(statement) ? this.#cached(statement) : [];
      const after = this.#published(this.#assigned(statement));
      if (cached.length === 0 && after === '') return;
      const before = cached.map((name) => ` let ${alias(name)} = exports.${name};`).join('');
      const back = cached.map((name) => ` exports.${name} = ${alias(name)};`).join('');
      this.#insert(statement.getStart(), `{${before} try { `);
      this.#insert(end, ` } finally {${back}${after} } }`);
    }
  }

  /** `export const tsLastExpr = value`, which tslab makes of the last statement. */
  #lastExpression({ modifiers, declarationList }: ts.VariableStatement): void {
    const [{ name, initializer }] = declarationList.declarations;
    if (!modifiers || !initializer) return;
    this.#replace(modifiers[0].getStart(), initializer.getStart(), `exports.${name.getText()} = `);
  }

  /** Puts names of earlier cells that only loops use into variables while a statement runs; returns them. */
  #cached(statement: ts.Statement): string[] {
    const found = [...earlierNames(statement)].filter(
      ([name]) => !this.#earlier.inFunctions.has(name) && !this.#earlier.isLive(name),
    );
    for (const [name, places] of found) {
      for (const place of places) this.#replace(place.getStart(), place.end, alias(name));
    }
    return found.map(([name]) => name);
  }

  /** The names of the cell that a statement gives values to in its place. */
  #assigned(statement: ts.Statement): string[] {
    return [...assignedNames(statement)].filter((name) => !this.#isLive(name));
  }

  #published(names: readonly string[]): string {
    return [...new Set(names)]
      .filter((name) => this.#names.has(name))
      .map((name) => (this.#isLive(name) ? bind(name) : put(name)))
      .join('');
  }

  /** Whether functions, of this cell or of earlier ones, see the variable while it changes. */
  #isLive(name: string): boolean {
    const declared = this.#names.get(name);
    if (declared !== 'let' && declared !== 'var') return false;
    return this.#inFunctions.has(name) || this.#earlier.inFunctions.has(name);
  }

  /** Lets an interrupt end the awaits of the top level. */
  #waits(statement: ts.Statement): void {
    if (t.isFunctionDeclaration(statement)) return;
    outsideFunctions(statement, (node) => {
      if (t.isAwaitExpression(node)) {
        this.isAsync = true;
        this.#insert(node.expression.getStart(), 'cell$.wait(');
        this.#insert(node.expression.end, ')');
      } else if (t.isForOfStatement(node) && node.awaitModifier) {
        this.isAsync = true;
        this.#insert(node.expression.getStart(), 'cell$.each(');
        this.#insert(node.expression.end, ')');
      }
    });
  }

  #insert(at: number, text: string): void {
    if (text) this.#replace(at, at, text);
  }

  #replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }
}

const alias = (name: string) => `exports$${name}`;
const put = (name: string) => ` cell$.put(${JSON.stringify(name)}, ${name});`;
const bind = (name: string) =>
  ` cell$.bind(${JSON.stringify(name)}, () => ${name}, (value$) => { ${name} = value$; });`;

function hasLoop(statement: ts.Statement): boolean {
  return holds(statement, (node) => t.isIterationStatement(node, false));
}

function hasAwait(statement: ts.Statement): boolean {
  return holds(
    statement,
    (node) => t.isAwaitExpression(node) || (t.isForOfStatement(node) && !!node.awaitModifier),
  );
}

function holds(statement: ts.Statement, wanted: (node: ts.Node) => boolean): boolean {
  let found = false;
  outsideFunctions(statement, (node) => {
    found ||= wanted(node);
  });
  return found;
}

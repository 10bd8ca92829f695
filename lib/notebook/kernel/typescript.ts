import { createRequire } from 'node:module';
import type ts from 'typescript';

type Cancel = ts.CancellationToken;

/** What the compiler has beside its documented API, and tslab calls. */
interface Undocumented {
  readonly nullTransformationContext: ts.TransformationContext;
  readonly Completions: {
    getCompletionsAtPosition(...of: never[]): ts.CompletionInfo | undefined;
  };
  readonly SignatureHelp: {
    getSignatureHelpItems(
      program: ts.Program,
      file: ts.SourceFile,
      position: number,
      reason: ts.SignatureHelpTriggerReason,
      cancel: Cancel,
    ): ts.SignatureHelpItems | undefined;
  };
  readonly SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      file: ts.SourceFile,
      enclosing: ts.Node | undefined,
      location: ts.Node,
    ): Pick<ts.QuickInfo, 'displayParts' | 'documentation' | 'tags'> & { symbolKind: ts.ScriptElementKind };
  };
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
}

/** The compiler, loaded by `require`: as an import its nine megabytes would be searched for names first. */
export const typescript = createRequire(import.meta.url)('typescript') as typeof ts & Undocumented;

/** A name of a cell whose type cannot be written down for later cells: it rests on names that a package keeps to itself. */
export interface Unnameable {
  readonly file: ts.SourceFile;
  /** Where the name stands in the file. */
  readonly start: number;
  readonly diagnostic: ts.Diagnostic;
}

/**
 * Today's TypeScript in the place of 5.0.4, which tslab brings: tslab's own build of the compiler has five functions
 * more, and two options that are gone.
 */
export class TslabTypeScript {
  /** Of the last cell that was compiled. */
  unnameable: Unnameable[] = [];
  #program: ts.Program | undefined;
  #asked: { file: ts.SourceFile; position: number } | undefined;

  /** What tslab calls `ts`. */
  readonly api = {
    ...typescript,
    getNullTransformationContext: () => typescript.nullTransformationContext,
    getDefaultTypeRoots: (folder: string, host: object) =>
      typescript.getEffectiveTypeRoots({}, { ...host, getCurrentDirectory: () => folder }),
    getPreEmitDiagnosticsOfFiles: (program: ts.Program, files: readonly ts.SourceFile[]) =>
      this.#diagnostics(program, files),
    getQuickInfoAtPosition: (file: ts.SourceFile, checker: ts.TypeChecker, _: Cancel, position: number) => {
      this.#asked = { file, position };
      return nameInfo(file, checker, position);
    },
    Completions: {
      ...typescript.Completions,
      getCompletionsAtPositionForTslab: typescript.Completions.getCompletionsAtPosition,
    },
    createWatchCompilerHost: (files: string[], options: ts.CompilerOptions, ...further: never[]) =>
      createHost(files, cellOptions(options), ...further),
    createWatchProgram: (host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>) => {
      const { afterProgramCreate } = host;
      host.afterProgramCreate = (builder) => {
        this.#program = builder.getProgram();
        afterProgramCreate?.call(host, builder);
      };
      return typescript.createWatchProgram(host);
    },
    /** tslab turns modules into CommonJS here; cells and the modules beside them are made of the modules themselves. */
    transpileModule: (source: string) => ({ outputText: source }),
  };

  /** The call whose arguments hold the position that was asked about last. */
  callInfo(): ts.QuickInfo | undefined {
    return this.#asked && callInfo(this.program, this.#asked.file, this.#asked.position);
  }

  /** The program of what was compiled or asked about last. */
  get program(): ts.Program {
    if (!this.#program) throw new Error('nothing was compiled yet');
    return this.#program;
  }

  /** tslab asks for those of a cell and of the modules beside it; what is said of the declarations of a cell is kept apart. */
  #diagnostics(program: ts.Program, files: readonly ts.SourceFile[]): readonly ts.Diagnostic[] {
    const [cell, ...modules] = files;
    const unnameable = program.getDeclarationDiagnostics(cell).map((diagnostic): [number, Unnameable] => {
      const { start = 0 } = diagnostic;
      return [start, { file: cell, start, diagnostic }];
    });
    this.unnameable = [...new Map(unnameable).values()];
    return typescript.sortAndDeduplicateDiagnostics([
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...files.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]),
      ...modules.flatMap((file) => program.getDeclarationDiagnostics(file)),
    ]);
  }
}

const createHost = typescript.createWatchCompilerHost as (
  files: string[],
  options: ts.CompilerOptions,
  ...further: never[]
) => ts.WatchCompilerHost<ts.BuilderProgram>;

/** tslab's options, without those that are gone, with what Node 20 knows and a map from what is made to the cell. */
function cellOptions(options: ts.CompilerOptions): ts.CompilerOptions {
  const { noImplicitUseStrict, disableTopLevelAwait, ...kept } = options;
  return {
    ...kept,
    target: typescript.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    inlineSourceMap: true,
  };
}

/** What an editor shows of the name at a position. */
function nameInfo(file: ts.SourceFile, checker: ts.TypeChecker, position: number): ts.QuickInfo | undefined {
  const node = typescript.getTouchingPropertyName(file, position);
  const symbol = node === file ? undefined : checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const { symbolKind, ...shown } = typescript.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    checker,
    symbol,
    file,
    undefined,
    node,
  );
  return {
    ...shown,
    kind: symbolKind,
    kindModifiers: '',
    textSpan: { start: node.getStart(file), length: node.getWidth(file) },
  };
}

/** What an editor shows of a call while its arguments are written. */
function callInfo(program: ts.Program, file: ts.SourceFile, position: number): ts.QuickInfo | undefined {
  const help = typescript.SignatureHelp.getSignatureHelpItems(
    program,
    file,
    position,
    { kind: 'invoked' },
    { isCancellationRequested: () => false, throwIfCancellationRequested: () => {} },
  );
  if (!help) return undefined;
  const item = help.items[help.selectedItemIndex];
  const parameters = item.parameters.flatMap(({ displayParts }, i) =>
    i > 0 ? [...item.separatorDisplayParts, ...displayParts] : displayParts,
  );
  return {
    kind: typescript.ScriptElementKind.callSignatureElement,
    kindModifiers: '',
    textSpan: help.applicableSpan,
    displayParts: [...item.prefixDisplayParts, ...parameters, ...item.suffixDisplayParts],
    documentation: item.documentation,
    tags: item.tags,
  };
}

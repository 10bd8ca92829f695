import type { CompletionInfo, Converter, ConvertResult, DiagnosticPos } from 'tslab/dist/converter.js';
import type { CodeMetadata } from 'tslab/dist/metadata.js';
import type ts from 'typescript';
import { type Edit, EditedText } from './edited-text.js';
import { naming } from './nameable.js';
import { positionAt } from './positions.js';
import { createConverter, tslabTypeScript } from './tslab.js';
import { typescript as t } from './typescript.js';

/** A cell that was compiled: to a module in `output`, whose map leads to the text of `source`. */
export interface Converted extends ConvertResult {
  readonly source: EditedText;
}

/** tslab's converter, with what it gets wrong in cells mended. */
export class CellConverter {
  readonly #converter: Converter = createConverter({});

  /** Compiles a cell; `before` declares what the cells before it left. */
  convert(before: string, cell: string): Converted {
    const edits = shorthands(cell);
    const converted = this.#convert(before, new EditedText(cell, edits));
    const { unnameable, program } = tslabTypeScript;
    if (converted.diagnostics.length > 0 || unnameable.length === 0) return converted;
    const namings = [program.getTypeChecker(), null].map((checker) =>
      unnameable.flatMap((name) =>
        naming(name, checker).map((edit) => inCell(edit, name.file, converted.source)),
      ),
    );
    for (const named of namings) {
      const again = this.#convert(before, new EditedText(cell, [...edits, ...named]));
      if (again.diagnostics.length === 0 && tslabTypeScript.unnameable.length === 0) return again;
    }
    const diagnostics = unnameable.map(({ file, start, diagnostic }) => {
      const place = inSource(start - textStart(file), converted.source);
      const messageText = t.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
      return { start: place, end: place, messageText, category: diagnostic.category, code: diagnostic.code };
    });
    return { ...converted, diagnostics };
  }

  /** Defines a module that cells can import; what is wrong in it. */
  addModule(name: string, source: string, metadata: CodeMetadata): ConvertResult['diagnostics'] {
    return this.#converter.addModule(name, source, metadata);
  }

  /** The call whose arguments hold the offset, and the name that is there, as far as there are. */
  inspect(before: string, cell: string, offset: number): ts.QuickInfo[] {
    const name = this.#converter.inspect(before, cell, offset) as ts.QuickInfo | undefined;
    return [tslabTypeScript.callInfo(), name].filter((info) => info !== undefined);
  }

  complete(before: string, cell: string, offset: number): CompletionInfo {
    return this.#converter.complete(before, cell, offset);
  }

  close(): void {
    this.#converter.close();
  }

  #convert(before: string, source: EditedText): Converted {
    const converted = this.#converter.convert(before, source.text);
    const diagnostics = converted.diagnostics.map((found) =>
      found.fileName ? found : { ...found, start: inSource(found.start.offset, source) },
    );
    return { ...converted, diagnostics, source };
  }
}

/**
 * tslab rewrites a name of an earlier cell to a property of its exports, but not where the name is a shorthand property:
 * `{ weights }` fails with "weights is not defined". Written out as `{ weights: weights }` it works.
 */
function shorthands(cell: string): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node) => {
    if (t.isShorthandPropertyAssignment(node) && !node.objectAssignmentInitializer) {
      edits.push({ start: node.end, end: node.end, text: `: ${node.name.text}` });
    }
    t.forEachChild(node, visit);
  };
  visit(t.createSourceFile('cell.ts', `${cell}\nexport {};`, t.ScriptTarget.Latest));
  return edits;
}

function inCell(edit: Edit, file: ts.SourceFile, source: EditedText): Edit {
  const start = source.sourceOffset(edit.start - textStart(file));
  return { start, end: start, text: edit.text };
}

function inSource(offset: number, source: EditedText): DiagnosticPos {
  const at = source.sourceOffset(offset);
  const { line, column } = positionAt(source.source, at);
  return { offset: at, line, character: column };
}

function textStart({ text }: ts.SourceFile): number {
  return text.indexOf('\n') + 1;
}

import type ts from 'typescript';
import type { Edit } from './edited-text.js';
import { typescript as t, type Unnameable } from './typescript.js';

/**
 * What to write into a cell so that the type of a name can be written down for later cells.
 * @param checker says what an expression is: `typeof import('fs')`, or what the function returns that was called; without
 * one the name becomes `any`
 * @returns edits of the file; none where it has no place for a type
 */
export function naming({ file, start }: Unnameable, checker: ts.TypeChecker | null): Edit[] {
  const node = t.findAncestor(t.getTouchingPropertyName(file, start), hasType);
  if (!node) return [];
  const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });
  if (t.isVariableDeclaration(node)) {
    const { initializer } = node;
    if (!initializer) return [];
    const type = checker ? typeOf(initializer, checker) : 'any';
    return [insert(initializer.getStart(), '('), insert(initializer.end, `) as unknown as ${type}`)];
  }
  if (node.type) return [];
  if (t.isPropertyDeclaration(node)) return [insert(node.name.end, ': any')];
  const isAsync = node.modifiers?.some(({ kind }) => kind === t.SyntaxKind.AsyncKeyword);
  return node.body ? [insert(node.body.getFullStart(), isAsync ? ': Promise<any>' : ': any')] : [];
}

type HasType =
  | ts.VariableDeclaration
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.PropertyDeclaration;

function hasType(node: ts.Node): node is HasType {
  return (
    t.isVariableDeclaration(node) ||
    t.isFunctionDeclaration(node) ||
    t.isMethodDeclaration(node) ||
    t.isPropertyDeclaration(node)
  );
}

/** The type of an expression, by the names in it. */
function typeOf(expression: ts.Expression, checker: ts.TypeChecker): string {
  const isAwaited = t.isAwaitExpression(expression);
  const value = isAwaited ? expression.expression : expression;
  if (!t.isCallExpression(value)) return 'any';
  if (value.expression.kind === t.SyntaxKind.ImportKeyword) {
    const module = `typeof import(${value.arguments[0].getText()})`;
    return isAwaited ? `${module} & { default: ${module} }` : `Promise<${module}>`;
  }
  const called = value.expression.getText();
  const signatures = checker.getTypeAtLocation(value.expression).getCallSignatures();
  const isPlain = signatures.length === 1 && !signatures[0].getTypeParameters()?.length;
  if (!isPlain || !/^[\w$.]+$/.test(called)) return 'any';
  return isAwaited ? `Awaited<ReturnType<typeof ${called}>>` : `ReturnType<typeof ${called}>`;
}

import type ts from 'typescript';
import { typescript as t } from './typescript.js';

/** How a name of a cell's top level is declared; `import` for what comes from a module. */
export type Declared = 'import' | 'const' | 'let' | 'var' | 'function' | 'class';

/** The names of a cell's top level that later cells know, in the order of its `export { … }`. */
export function declaredNames(file: ts.SourceFile): Map<string, Declared> {
  const declared = new Map<string, Declared>();
  for (const statement of file.statements) {
    if (t.isImportDeclaration(statement))
      for (const name of importedNames(statement)) declared.set(name, 'import');
    else if (t.isFunctionDeclaration(statement) && statement.name)
      declared.set(statement.name.text, 'function');
    else if (t.isClassDeclaration(statement) && statement.name) declared.set(statement.name.text, 'class');
    else if (t.isVariableStatement(statement)) {
      const { declarationList } = statement;
      for (const name of variableNames(declarationList)) declared.set(name, kindOf(declarationList));
    }
  }
  const exported = new Set(file.statements.filter(t.isExportDeclaration).flatMap(exportedNames));
  return new Map([...declared].filter(([name]) => exported.has(name)));
}

export function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const named = !namedBindings
    ? []
    : t.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name);
  return [name, ...named].filter((found) => found !== undefined).map(({ text }) => text);
}

export function variableNames({ declarations }: ts.VariableDeclarationList): string[] {
  return declarations.flatMap(({ name }) => boundNames(name));
}

function boundNames(name: ts.BindingName): string[] {
  if (t.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (t.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

function kindOf({ flags }: ts.VariableDeclarationList): Declared {
  if (flags & t.NodeFlags.Const) return 'const';
  return flags & t.NodeFlags.Let ? 'let' : 'var';
}

function exportedNames({ exportClause }: ts.ExportDeclaration): string[] {
  return exportClause && t.isNamedExports(exportClause)
    ? exportClause.elements.map(({ name }) => name.text)
    : [];
}

/** Whether code in there runs when it is called, not in its place. */
export function isCalled(node: ts.Node): boolean {
  return t.isFunctionLike(node) || t.isClassLike(node);
}

/** Visits what runs in its place: a node and what it holds, but no bodies of functions and classes. */
export function outsideFunctions(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  t.forEachChild(node, (child) => {
    if (!isCalled(child)) outsideFunctions(child, visit);
  });
}

/** The names that functions and classes of a cell use: those of the cell, and those of earlier cells. */
export function namesInFunctions(file: ts.SourceFile): { own: Set<string>; earlier: Set<string> } {
  const own = new Set<string>();
  const earlier = new Set<string>();
  const visit = (node: ts.Node, isInside: boolean) => {
    if (isInside && t.isIdentifier(node)) {
      if (isEarlierName(node.parent)) earlier.add(node.text);
      else if (!isPropertyName(node)) own.add(node.text);
    }
    t.forEachChild(node, (child) => visit(child, isInside || isCalled(node)));
  };
  visit(file, false);
  return { own, earlier };
}

/** The names that a statement gives values to in its place. */
export function assignedNames(statement: ts.Statement): Set<string> {
  const names = new Set<string>();
  const addAll = (target: ts.Node) =>
    outsideFunctions(target, (node) => {
      if (t.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
    });
  outsideFunctions(statement, (node) => {
    if (t.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) addAll(node.left);
    else if (isCounting(node)) addAll(node.operand);
    else if (t.isForInStatement(node) || t.isForOfStatement(node)) addAll(node.initializer);
    else if (t.isVariableDeclaration(node)) addAll(node.name);
  });
  return names;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= t.SyntaxKind.FirstAssignment && operator <= t.SyntaxKind.LastAssignment;
}

function isCounting(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  if (!t.isPrefixUnaryExpression(node) && !t.isPostfixUnaryExpression(node)) return false;
  return node.operator === t.SyntaxKind.PlusPlusToken || node.operator === t.SyntaxKind.MinusMinusToken;
}

/** The `exports.name` of a statement that run in their place, by name. */
export function earlierNames(statement: ts.Statement): Map<string, ts.PropertyAccessExpression[]> {
  const found = new Map<string, ts.PropertyAccessExpression[]>();
  outsideFunctions(statement, (node) => {
    if (isEarlierName(node)) found.set(node.name.text, [...(found.get(node.name.text) ?? []), node]);
  });
  return found;
}

/** `exports.name`, which tslab writes for a name of an earlier cell. */
export function isEarlierName(node: ts.Node): node is ts.PropertyAccessExpression {
  return (
    t.isPropertyAccessExpression(node) &&
    t.isIdentifier(node.expression) &&
    node.expression.text === 'exports'
  );
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (t.isPropertyAccessExpression(parent)) return parent.name === node;
  return t.isPropertyAssignment(parent) && parent.name === node;
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A module of `src/` and what it imports: modules of ours by their path in `src/`, all others by their name. */
export interface Module {
  /** Path in `src/`, with `/`. */
  readonly file: string;
  readonly imports: readonly Import[];
  readonly lines: number;
}

export interface Import {
  readonly of: string;
  /** `type`: gone after compilation. `dynamic`: `import()`, or the type of one. */
  readonly kind: 'value' | 'type' | 'dynamic';
}

/** Reads every import of `src/`, those of types and `import()` included. */
export const importGraph = (src: string): readonly Module[] =>
  sourceFiles(src).map((file) => {
    const text = readFileSync(path.join(src, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
    const imports = found(source).map(({ of, kind }): Import => ({ of: target(file, of), kind }));
    return { file, imports, lines: text.split('\n').length - 1 };
  });

const sourceFiles = (src: string): readonly string[] =>
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => file.endsWith('.ts'))
    .sort();

const target = (importer: string, specifier: string): string =>
  specifier.startsWith('.') ? path.posix.join(path.posix.dirname(importer), specifier) : specifier;

function found(source: ts.SourceFile): readonly Import[] {
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      imports.push({ of: node.moduleSpecifier.text, kind: isTypeOnly(node.importClause) ? 'type' : 'value' });
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      imports.push({ of: node.moduleSpecifier.text, kind: node.isTypeOnly ? 'type' : 'value' });
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [of] = node.arguments;
      if (of && ts.isStringLiteralLike(of)) imports.push({ of: of.text, kind: 'dynamic' });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { literal } = node.argument;
      if (ts.isStringLiteral(literal)) imports.push({ of: literal.text, kind: 'dynamic' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  const names = clause.namedBindings;
  const onlyTypes = names !== undefined && ts.isNamedImports(names) && names.elements.every((one) => one.isTypeOnly);
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause.name === undefined && onlyTypes);
}

/** Groups of modules that import each other, in whatever kind; none is what we want. Tarjan's algorithm. */
export function circles(modules: readonly Module[]): readonly (readonly string[])[] {
  const byFile = new Map(modules.map((one) => [one.file, one]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const visit = (file: string): void => {
    const number = index.size;
    index.set(file, number);
    low.set(file, number);
    stack.push(file);
    for (const { of } of byFile.get(file)?.imports ?? []) {
      if (!byFile.has(of)) continue;
      if (!index.has(of)) visit(of);
      if (stack.includes(of)) low.set(file, Math.min(low.get(file) ?? number, low.get(of) ?? number));
    }
    if (low.get(file) !== number) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) groups.push(group.sort());
  };
  for (const { file } of modules) if (!index.has(file)) visit(file);
  return groups;
}

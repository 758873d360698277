import path from 'node:path';
import type { Rule } from 'eslint';
import { importFault } from './rooms.mts';

const SRC = path.join(import.meta.dirname, '../src');

/** ESLint's view of `rooms.mts`: every import of `src/`, those of types included. */
export const roomsRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const importer = inSrc(context.filename);
    const check = (source: unknown): void => {
      const node = source as { readonly type: string; readonly value?: unknown } & Rule.Node;
      if (node.type !== 'Literal' || typeof node.value !== 'string') return;
      const { value } = node;
      const imported = value.startsWith('.') ? inSrc(path.join(path.dirname(context.filename), value)) : value;
      const message = importFault(importer, imported);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: ({ source }) => {
        check(source);
      },
      ExportNamedDeclaration: ({ source }) => {
        if (source) check(source);
      },
      ExportAllDeclaration: ({ source }) => {
        check(source);
      },
      ImportExpression: ({ source }) => {
        check(source);
      },
    };
  },
};

const inSrc = (file: string): string => path.relative(SRC, file).split(path.sep).join('/');

import type { Uri } from 'vscode';

export const sameUri = (a: Uri, b: Uri): boolean => a.toString() === b.toString();

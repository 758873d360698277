import type { CheckReport } from './report.ts';

/** `check --format json`, version 1 of the shape. */
export function jsonReport({ findings, files, counts }: CheckReport): string {
  return `${JSON.stringify({ version: 1, findings, files, counts }, undefined, 2)}\n`;
}

import { CodeActionKind, type CodeAction } from 'vscode';
import type { Project } from '../projects/folder.ts';
import type { Finding } from '../../rules/rule.ts';

export const FIX_ALL = CodeActionKind.SourceFixAll.append('sfDeliverability');

/** Repairs of a finding that are more than an edit. */
export type FindingActions = (project: Project, finding: Finding) => Promise<readonly CodeAction[]>;

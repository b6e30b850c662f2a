import type { SourceText } from '../compile/index.ts';
import { yamlTextAt } from '../yaml/index.ts';

/** The summary of a variant or extra in one sentence; empty if it has none. */
export const overlaySummary = ({ text }: SourceText): string => yamlTextAt(text, 'summary')?.trim() ?? '';

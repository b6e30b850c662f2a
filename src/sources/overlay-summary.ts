import type { SourceText } from '../compile/index.ts';
import { yamlTextAt } from '../yaml/index.ts';

/** What a variant or extra says of itself in one sentence; empty where it says nothing. */
export const overlaySummary = ({ text }: SourceText): string => yamlTextAt(text, 'summary')?.trim() ?? '';

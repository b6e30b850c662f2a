import type { SourceText } from '../compile/index.ts';
import { yamlTextAt } from '../yaml/index.ts';

/** Returns the one-sentence summary of a variant or extra; empty if it has none. */
export const overlaySummary = ({ text }: SourceText): string => yamlTextAt(text, 'summary')?.trim() ?? '';

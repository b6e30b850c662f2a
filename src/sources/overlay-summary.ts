import { yamlTextAt } from '../config/index.ts';
import type { SourceText } from '../rule-engine/compile/index.ts';

/** What a variant or extra says of itself in one sentence; empty where it says nothing. */
export const overlaySummary = ({ text }: SourceText): string => yamlTextAt(text, 'summary')?.trim() ?? '';

import type { CompileInput } from '../../compile/index.ts';
import type { Report } from '../../diagnostics/index.ts';
import type { TransformRule } from '../format/index.ts';
import type { TransformNode } from '../plan/index.ts';
import type { Library } from './library.ts';
import type { Resolve } from './resolve.ts';

/** The state of one compilation. */
export type Session = {
  readonly input: CompileInput;
  readonly report: Report;
  readonly library: Library;
  readonly resolve: Resolve;
  /** Compiled transforms by rule; undefined after a reported mistake. */
  readonly transforms: Map<TransformRule, TransformNode | undefined>;
};

/** Returns the required safety of expressions that run on upstream text. */
export const safetyOf = ({ input }: Session): 'strict' | 'capped' => (input.builtIn ? 'strict' : 'capped');

import type { ConsentConnector } from '../../model.ts';
import type { Block, Inline, Text } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';

/** One action of an administrator, with the least privileged role that can perform it. */
export type Step = {
  readonly title: string;
  readonly role: Inline;
  /** Roles that may seem sufficient. */
  readonly otherRoles?: Text;
  readonly blocks: readonly Block[];
  /** How to check the result if Entra doesn't show it. */
  readonly verify?: Text;
  /** How to revoke grants that Entra can't revoke. */
  readonly undo?: readonly Block[];
};

/** The context of a step: the applications that need it, each with those of its connectors that do. */
export type StepContext = {
  readonly model: ConsentModel;
  readonly applications: readonly ConsentApplication[];
};

/** All connectors of some applications. */
export const connectorsOf = (applications: readonly ConsentApplication[]): readonly ConsentConnector[] =>
  applications.flatMap(({ connectors }) => connectors);

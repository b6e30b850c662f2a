import type { ConsentConnector } from '../../model.ts';
import type { Block, Inline, Text } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';

/** One action of an administrator, with the least privileged role that can perform it. */
export type Step = {
  readonly title: string;
  readonly role: Inline;
  readonly optional: boolean;
  readonly blocks: readonly Block[];
  /** How to check the result if Entra doesn't show it. */
  readonly verify?: Text;
  /** How to revoke grants that Entra can't revoke. */
  readonly undo?: readonly Block[];
};

/** The context of a step: the application, and those of its connectors that need it. */
export type StepContext = {
  readonly model: ConsentModel;
  readonly application: ConsentApplication;
  readonly connectors: readonly ConsentConnector[];
};

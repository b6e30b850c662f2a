import type { ConsentConnector } from '../../model.ts';
import type { Block, Inline, Text } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';

/** One thing that an administrator does, with the least role that can. */
export type Step = {
  readonly title: string;
  readonly role: Inline;
  readonly optional: boolean;
  readonly blocks: readonly Block[];
  /** How to see that it was done, where Entra does not show it. */
  readonly verify?: Text;
  /** How to revoke grants that Entra does not revoke. */
  readonly undo?: readonly Block[];
};

/** The context of a step: the application, and those of its connectors that need it. */
export type StepContext = {
  readonly model: ConsentModel;
  readonly application: ConsentApplication;
  readonly connectors: readonly ConsentConnector[];
};

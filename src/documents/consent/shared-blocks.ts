import { type Block, paragraph, subheading } from '../render/blocks.ts';
import type { ConsentModel } from './consent-model.ts';
import type { Step } from './steps/step.ts';

/** The small print of documents for administrators. */
export const footer = (model: ConsentModel): string =>
  `Written by Graphveil for environment ${model.environment}. This document contains no secrets; its IDs are ` +
  'useless to anyone without a role in the tenant.';

export const stepBlocks = (steps: readonly Step[]): readonly Block[] =>
  steps.flatMap(({ title, role, otherRoles = [], blocks }, index) => [
    subheading(`Step ${index + 1}: ${title}`),
    paragraph('Role: ', role, '.', ...otherRoles),
    ...blocks,
  ]);

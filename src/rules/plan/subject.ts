import { isSubjectKind } from '../../plan/index.ts';
import type { ResponseNode } from './response-plan.ts';

/** A value that can be that of a person, a group or a thing. The type of the object around it decides. */
const anyDirectoryObject = 'directory-object-id';

/** True for a value whose pseudonym can be that of a person or a group. */
export const isSubjectLeaf = (node: ResponseNode): boolean => {
  if (node.node !== 'transform') return false;
  const { of } = node.options;
  return typeof of === 'string' && (of === anyDirectoryObject || isSubjectKind(of));
};

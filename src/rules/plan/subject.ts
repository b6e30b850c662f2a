import { isSubjectKind } from '../../plan/index.ts';
import type { ResponseNode } from './response-plan.ts';

/** Any id or address of a person or a group. */
export const anySubject = 'any-subject';

/** A value that can be that of a person, a group or a thing. The type of the object around it decides. */
const anyDirectoryObject = 'directory-object-id';

/** Returns the kind of the pseudonym or the kept id at a leaf; undefined for any other node. */
export const kindOfLeaf = (node: ResponseNode | undefined): string | undefined => {
  if (node?.node === 'keep') return typeof node.reveals === 'object' ? node.reveals.of : undefined;
  const of = node?.node === 'transform' ? node.options['of'] : undefined;
  return typeof of === 'string' ? of : undefined;
};

/** True for a value that can identify a person or a group. */
export const isSubjectLeaf = (node: ResponseNode): boolean => {
  const kind = kindOfLeaf(node);
  return kind === anyDirectoryObject || kind === anySubject || (kind !== undefined && isSubjectKind(kind));
};

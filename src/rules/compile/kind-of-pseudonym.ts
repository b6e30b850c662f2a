import { declaredKind, isValueKindName, valueKinds } from '../../plan/index.ts';
import { transforms } from '../../transforms/index.ts';
import type { TransformRule } from '../format/index.ts';
import type { TransformNode } from '../plan/index.ts';
import type { Place } from './place.ts';
import type { Session } from './session.ts';

const withOf = (node: TransformNode, of: string): TransformNode => ({ ...node, options: { ...node.options, of } });

/**
 * Adds the kind to a pseudonym's node: the rule's, otherwise the privacy table's. There is no default, because a wrong
 * guess would join text from strangers with people. Returns undefined and reports a missing or unknown kind.
 */
export const withKind = (
  node: TransformNode,
  { name, position, options }: TransformRule,
  place: Place,
  { report, input }: Session,
): TransformNode | undefined => {
  const { of } = node.options;
  if (transforms.get(name)?.parameters['of'] === undefined) return node;
  if (typeof of === 'string') {
    if (isValueKindName(of)) return of === 'other-id' ? withOf(node, `rule-text/${place.name}`) : node;
    if (input.kinds?.has(of)) return withOf(node, declaredKind(of));
    const known = [...valueKinds.keys(), ...(input.kinds?.keys() ?? [])];
    report.error('rules/unknown-kind', options.get('of')?.value.position ?? position, { name: of, known });
    return undefined;
  }
  const known = place.privacy?.kind;
  if (known !== undefined && input.kinds?.has(known)) return withOf(node, declaredKind(known));
  if (known !== undefined) return withOf(node, known === 'other-id' ? `rule-text/${place.name}` : known);
  report.error('rules/missing-kind:pseudonym', position, { name: place.name, transform: name });
  return undefined;
};

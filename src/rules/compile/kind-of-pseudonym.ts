import { isValueKindName, valueKinds } from '../../plan/index.ts';
import { transforms } from '../../transforms/index.ts';
import type { TransformRule } from '../format/index.ts';
import type { TransformNode } from '../plan/index.ts';
import type { Place } from './place.ts';
import type { Session } from './session.ts';

const withOf = (node: TransformNode, of: string): TransformNode => ({ ...node, options: { ...node.options, of } });

/**
 * The node of a pseudonym with its kind: the rule's, otherwise that of the privacy table. There is no default, since a
 * wrong guess would join what strangers write with people. Returns undefined and reports a missing or unknown kind.
 */
export const withKind = (
  node: TransformNode,
  { name, position, options }: TransformRule,
  place: Place,
  { report }: Session,
): TransformNode | undefined => {
  const { of } = node.options;
  if (transforms.get(name)?.parameters['of'] === undefined) return node;
  if (typeof of === 'string') {
    if (isValueKindName(of)) return of === 'other-id' ? withOf(node, `rule-text/${place.name}`) : node;
    const known = [...valueKinds.keys()];
    report.error('rules/unknown-kind', options.get('of')?.value.position ?? position, { name: of, known });
    return undefined;
  }
  const known = place.privacy?.kind;
  if (known !== undefined) return withOf(node, known === 'other-id' ? `rule-text/${place.name}` : known);
  report.error('rules/missing-kind:pseudonym', position, { name: place.name, transform: name });
  return undefined;
};

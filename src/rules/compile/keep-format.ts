import { isSubjectKind } from '../../plan/index.ts';
import type { KeepRule } from '../format/index.ts';
import { anySubject, type FormatPlan, type KeepNode, type Revealed } from '../plan/index.ts';
import { writtenFormat } from './compile-leaf.ts';
import { holdsNoString, holdsOnlyText, kindOfPlace, membersAt, type Place } from './place.ts';
import type { Session } from './session.ts';

/** Returns the format that Microsoft's type and the privacy table define for a string; undefined if there is none. */
export const knownFormat = (place: Place, session: Session): FormatPlan | undefined => {
  const { privacy } = place;
  const format = privacy?.format ?? (kindOfPlace(place, session) === 'enum' ? 'identifier' : undefined);
  if (format === 'pattern')
    return privacy?.pattern === undefined
      ? undefined
      : { format: 'pattern', pattern: { source: `^(?:${privacy.pattern})$`, flags: 'u' } };
  if (format === 'prefix') return privacy?.values && { format, members: privacy.values };
  if (format !== 'identifier') return format && { format };
  const members = membersAt(place, session);
  return members && { format: 'identifier', members };
};

/**
 * Returns the format of a `keep`: the rule's, otherwise the place's, otherwise any string if the rule gives a reason.
 */
export const keepFormat = (rule: KeepRule, place: Place, session: Session): FormatPlan => {
  const written = writtenFormat(rule, session);
  if (written !== undefined) return written;
  const known = knownFormat(place, session);
  const asked = rule.format?.value;
  if (asked === 'identifier') {
    const members = membersAt(place, session);
    if (members !== undefined) return { format: 'identifier', members };
    session.report.error('rules/keep-format:words', rule.position, { name: place.name });
    return { format: 'none' };
  }
  if (asked !== undefined) return { format: asked } as FormatPlan;
  if (known !== undefined) return known;
  if (rule.reason !== undefined) return { format: 'any' };
  if (!holdsNoString(place) && rule.pattern === undefined && rule.values === undefined)
    session.report.warning('rules/keep-format', rule.position, { name: place.name });
  return { format: 'none' };
};

/** Returns the only JSON type that Microsoft declares for a place; nothing if it isn't known. */
const onlyAt = (place: Place, session: Session): Pick<KeepNode, 'only'> => {
  if (holdsOnlyText(place, session)) return { only: 'text' };
  if (place.of?.type === 'boolean') return { only: 'boolean' };
  return place.of?.type === 'number' ? { only: place.privacy?.number ?? 'decimal' } : {};
};

/** Formats of a string that a person could have written, or that can be somebody's id. */
const telling: ReadonlySet<FormatPlan['format']> = new Set(['any', 'guid', 'pattern']);

/** Returns how much a kept value can tell about people. Without a judgement in the privacy table, as much as its format allows. */
const revealedAt = (format: FormatPlan, { of, privacy }: Place): Revealed | undefined => {
  const judged = privacy?.class ?? (of === undefined && telling.has(format.format) ? 'opaque-id' : 'metadata');
  const kind = privacy?.kind;
  switch (judged) {
    case 'metadata':
    case 'container':
      return undefined;
    case 'opaque-id':
    case 'direct-identifier':
      if (kind === undefined) return judged === 'opaque-id' ? { of: anySubject } : 'name';
      return isSubjectKind(kind) || kind === 'directory-object-id' ? { of: kind } : 'detail';
    default:
      return 'detail';
  }
};

/** Creates the node that keeps a value of a format at a place. */
export const keepNode = (format: FormatPlan, place: Place, session: Session): KeepNode => {
  const reveals = revealedAt(format, place);
  return { node: 'keep', format, ...onlyAt(place, session), ...(reveals !== undefined && { reveals }) };
};

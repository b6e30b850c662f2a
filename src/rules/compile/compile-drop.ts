import { suggest } from '../../diagnostics/index.ts';
import type { EndpointRule } from '../format/index.ts';
import type { DroppedValue } from '../plan/index.ts';
import { kindOfPlace, membersAt, type Place, propertyNames, propertyOf } from './place.ts';
import type { Session } from './session.ts';

/** What a property can equal, as the rule must write it; undefined where it holds no single value. */
const expectedOf = (place: Place, session: Session): 'true or false' | 'a text' | undefined => {
  if (place.collection || place.of?.type === 'number') return undefined;
  if (place.of?.type === 'boolean') return 'true or false';
  const kind = kindOfPlace(place, session);
  return kind === 'entity' || kind === 'complex' ? undefined : 'a text';
};

/** The values that an item is dropped with; a name or value that no item of the type can have is reported. */
export const compileDrop = (
  { dropItems }: EndpointRule,
  place: Place | undefined,
  session: Session,
): readonly DroppedValue[] => {
  const { report } = session;
  return [...(dropItems ?? [])].flatMap(([property, { keyPosition, value }]): readonly DroppedValue[] => {
    if (place?.of === undefined) return [{ property, value: value.value }];
    const found = propertyOf(place.of, property, session);
    if (found === undefined || found.navigation) {
      const hint = suggest(property, propertyNames(place.of, session), 'name a property of the items');
      report.error('rules/drop-items', keyPosition, `${place.of.type} has no property ${property}`, hint);
      return [];
    }
    const expected = expectedOf(found.place, session);
    const members = membersAt(found.place, session);
    const given = typeof value.value === 'boolean' ? 'true or false' : 'a text';
    if (expected !== undefined && expected !== given)
      report.error(
        'rules/drop-items',
        value.position,
        `${property} expects ${expected}, got ${value.value}`,
        `write ${expected}`,
      );
    else if (expected === undefined)
      report.error(
        'rules/drop-items',
        keyPosition,
        `${property} holds no single text, true or false`,
        'name another property',
      );
    else if (members !== undefined && !members.some((member) => member === value.value))
      report.error(
        'rules/drop-items',
        value.position,
        `${property} never is ${value.value}`,
        suggest(String(value.value), members, `known: ${members.join(', ')}`),
      );
    return [{ property, value: value.value }];
  });
};

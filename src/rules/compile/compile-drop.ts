import type { EndpointRule } from '../format/index.ts';
import type { DroppedValue } from '../plan/index.ts';
import { kindOfPlace, membersAt, type Place, propertyNames, propertyOf } from './place.ts';
import type { Session } from './session.ts';

/** Returns the values of a property in the rules' notation; undefined if the property isn't single-valued. */
const expectedOf = (place: Place, session: Session): 'true or false' | 'a text' | undefined => {
  if (place.collection || place.of?.type === 'number') return undefined;
  if (place.of?.type === 'boolean') return 'true or false';
  const kind = kindOfPlace(place, session);
  return kind === 'entity' || kind === 'complex' ? undefined : 'a text';
};

/** Compiles the values that cause an item to be dropped. Reports names and values that no item of the type can have. */
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
      const known = propertyNames(place.of, session);
      report.error('rules/drop-items', keyPosition, { type: place.of.type, property, known });
      return [];
    }
    const given = { property, value: value.value };
    const expected = expectedOf(found.place, session);
    const known = membersAt(found.place, session);
    if (expected === undefined) report.error('rules/drop-items:structure', keyPosition, { property });
    else if ((expected === 'true or false') !== (typeof value.value === 'boolean'))
      report.error('rules/drop-items:type', value.position, { ...given, expected });
    else if (known !== undefined && !known.some((member) => member === value.value))
      report.error('rules/drop-items:member', value.position, { ...given, known });
    return [{ property, value: value.value }];
  });
};

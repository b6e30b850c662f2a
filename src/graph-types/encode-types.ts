import type { DeclaredType } from './types-package.ts';

const codes: ReadonlyMap<string, string> = new Map([
  ['string', 's'],
  ['number', 'n'],
  ['boolean', 'b'],
  ['any', '?'],
]);

const propertyText = ([name, type]: readonly [string, string]): string => {
  const item = type.replace(/\[\]$/, '');
  return `${name}:${codes.get(item) ?? `#${item}`}${item === type ? '' : '*'}`;
};

/**
 * Encodes types as lines that are small and quick to load: `= importance low normal high` for an enum, `event
 * outlookItem subject:s attendees:#attendee*` for all others, with `-` instead of a missing base.
 */
export const encodeTypes = (types: ReadonlyMap<string, DeclaredType>): readonly string[] =>
  [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) =>
      type.kind === 'enum'
        ? ['=', name, ...type.members].join(' ')
        : [name, type.base ?? '-', ...[...type.properties].map(propertyText)].join(' '),
    );

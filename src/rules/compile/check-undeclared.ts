import type { UndeclaredNote } from '../../compile/index.ts';
import { findProperty } from '../../graph-types/index.ts';
import type { Session } from './session.ts';

const versions = ['v1.0', 'beta'] as const;

/** Reports entries of `undeclared` with an unknown type, or with a property that Microsoft now declares. */
export const checkUndeclared = ({ library, input, report }: Session): void => {
  const indexes = versions.map((version) => input.types[version]);
  for (const [type, { keyPosition, value }] of library.main.undeclared) {
    if (indexes.every((types) => types[type] === undefined)) {
      const known = indexes.flatMap((types) => Object.keys(types));
      report.error('rules/unknown-entity', keyPosition, { name: type, known });
      continue;
    }
    for (const [property, entry] of value)
      if (indexes.every((types) => types[type] === undefined || findProperty(types, type, property) !== undefined))
        report.warning('rules/undeclared', entry.keyPosition, { type, property });
  }
};

/** Lists properties that rules and their shared files declare although Microsoft's type lacks them. */
export const undeclaredNotes = ({ library }: Session): readonly UndeclaredNote[] =>
  [library.main, ...library.shared()].flatMap(({ undeclared }) =>
    [...undeclared].flatMap(([type, { value }]) =>
      [...value].map(([property, entry]) => ({
        type,
        property,
        reason: entry.value.value,
        position: entry.keyPosition,
      })),
    ),
  );

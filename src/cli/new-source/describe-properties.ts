import {
  findPrivacy,
  type GraphProperty,
  type GraphVersion,
  privacyTable,
  propertiesOf,
  typeIndex,
} from '../../graph-types/index.ts';

const inside = (type: string, version: GraphVersion): string =>
  propertiesOf(typeIndex[version], type)
    .filter(({ property }) => !property.navigation)
    .map(({ name }) => name)
    .join(', ');

const holds = ({ type, collection }: GraphProperty, version: GraphVersion): string => {
  const known = typeIndex[version][type];
  const list = collection ? ', a list' : '';
  if (known?.kind === 'enum') return `one of Microsoft's words${list}`;
  if (known === undefined) return `${type}${list}`;
  const members = inside(type, version);
  return `${type}${members === '' ? '' : ` { ${members} }`}${list}`;
};

/**
 * Lists the structural properties of a type, each with its type and its judgement in the privacy table, for the author
 * to decide about.
 */
export const describeProperties = (
  entity: string,
  version: GraphVersion,
): readonly { readonly name: string; readonly known: string }[] =>
  propertiesOf(typeIndex[version], entity)
    .filter(({ property }) => !property.navigation)
    .map(({ name, property }) => {
      const judged = findPrivacy(typeIndex[version], privacyTable, entity, name)?.class.replaceAll('-', ' ');
      return { name, known: [holds(property, version), ...(judged === undefined ? [] : [judged])].join('; ') };
    });

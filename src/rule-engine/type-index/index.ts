/** Microsoft's published types and the project's judgement of their properties, as data handed to `compile`. */
export { type DeclaredProperty, descendants, findPrivacy, findProperty, lineage, propertiesOf } from './lookups.ts';
export type {
  GraphProperty,
  GraphType,
  GraphVersion,
  PrivacyClass,
  PrivacyEntry,
  PrivacyFormat,
  PrivacyTable,
  TypeIndex,
} from './type-index.ts';

/** Microsoft's published types and the project's judgement of their properties, as data handed to `compile`. */
export { type DeclaredProperty, descendants, findPrivacy, findProperty, lineage, propertiesOf } from './lookups.ts';
export {
  type GraphProperty,
  type GraphType,
  type GraphVersion,
  keepFormats,
  type PrivacyClass,
  type PrivacyEntry,
  type PrivacyFormat,
  type PrivacyTable,
  privacyClasses,
  privacyFormats,
  type TypeIndex,
} from './type-index.ts';

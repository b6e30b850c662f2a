/** Microsoft's published types and the project's judgement of their properties, as input for `compile`. */

export { decodeTypes } from './decode-types.ts';
export { encodeTypes } from './encode-types.ts';
export { allowedBy, type GraphPermission, graphApplicationId, graphPermissions } from './graph-permissions.ts';
export {
  type GraphProperty,
  type GraphType,
  type GraphVersion,
  keepFormats,
  type NumberRange,
  numberRanges,
  type PrivacyClass,
  type PrivacyEntry,
  type PrivacyFormat,
  type PrivacyTable,
  privacyClasses,
  privacyFormats,
  type TypeIndex,
} from './graph-type.ts';
export { type DeclaredProperty, descendants, findPrivacy, findProperty, lineage, propertiesOf } from './lookups.ts';
export { type PathAnswer, type PathIndex, type PathSegment, pathSegments } from './path-index.ts';
export { pathPermissions } from './read-paths.ts';
export { pathIndex, privacyTable, typeIndex, typesPackages } from './type-index.ts';

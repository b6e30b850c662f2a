/** Holds rules against Microsoft's types: the type index, the privacy table, `prove`, cases, canaries, non-interference. */
export { privacyTable, typeIndex, typesPackages } from './type-index/type-index.ts';

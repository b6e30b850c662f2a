/** Holds rules against Microsoft's types: the type index, the privacy table, `prove`, cases, canaries, non-interference. */
export { typesPackages } from './type-index/type-index.ts';

/** The transforms of values, one file each, for both rule forms. */

export { isBlank, numberText } from './java-text.ts';
export { type Matcher, preparePattern, textsOf } from './matcher.ts';
export { psoxyDigest } from './text-digest.ts';
export type {
  Accepts,
  Example,
  Parameter,
  Transform,
  ValueFunction,
} from './transform.ts';
export { transforms } from './transforms.ts';

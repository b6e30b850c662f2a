/** What rules can do to a value: one file per transform; the same ones serve both forms. */

export type { Tools } from './tools.ts';
export type {
  Accepts,
  Example,
  Parameter,
  Transform,
  ValueFunction,
} from './transform.ts';
export { transforms } from './transforms.ts';

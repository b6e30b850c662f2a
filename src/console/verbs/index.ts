import {
  clientChange,
  clientCreate,
  clientDelete,
  clientEndSecret,
  clientList,
  clientRotate,
  clientShow,
} from './clients.ts';
import { connectorVerbs } from './connectors.ts';
import { connectorChangeVerbs } from './connectors-change.ts';
import { grantVerbs } from './grants/index.ts';
import { reviewVerbs } from './reviews.ts';
import type { AnyVerb } from './verb.ts';

/** Every verb of the console, in the order of the API's description. */
export const verbList: readonly AnyVerb[] = [
  ...connectorVerbs,
  clientList,
  clientShow,
  clientCreate,
  clientChange,
  clientRotate,
  clientEndSecret,
  clientDelete,
  ...connectorChangeVerbs,
  ...reviewVerbs,
  ...grantVerbs,
];

import { clientActPages } from './clients/acts.tsx';
import { clientChangePages } from './clients/change.tsx';
import { clientListPages } from './clients/list.tsx';
import { registerPages } from './clients/register.tsx';
import { clientShowPages } from './clients/show.tsx';
import { connectorActPages } from './connectors/acts.tsx';
import { connectorChangePages } from './connectors/change.tsx';
import { configurePages } from './connectors/configure.tsx';
import { connectorListPages } from './connectors/list.tsx';
import { connectorShowPages } from './connectors/show.tsx';
import type { PageDefinition } from './page.ts';
import { checkPages } from './review/checks.tsx';
import { dictionaryPages } from './review/dictionary.tsx';
import { ledgerPages } from './review/ledger.tsx';
import { reviewPages } from './review/review.tsx';

/** Every page and form of the console. Of two paths that match, the first counts: `/clients/new` before `/clients/:id`. */
export const pages: readonly PageDefinition[] = [
  ...connectorListPages,
  ...connectorShowPages,
  ...configurePages,
  ...clientListPages,
  ...registerPages,
  ...clientShowPages,
  ...clientChangePages,
  ...clientActPages,
  ...connectorChangePages,
  ...connectorActPages,
  ...checkPages,
  ...reviewPages,
  ...ledgerPages,
  ...dictionaryPages,
];

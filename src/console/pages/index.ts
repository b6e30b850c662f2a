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
import { groupActPages } from './groups/acts.tsx';
import { givePages } from './groups/give.tsx';
import { groupListPages } from './groups/list.tsx';
import { groupShowPages } from './groups/show.tsx';
import type { PageDefinition } from './page.ts';
import { proposalPages } from './proposals/proposals.tsx';
import { claimPages } from './requests/claim.tsx';
import { requestPages } from './requests/client-grants.tsx';
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
  ...requestPages,
  ...claimPages,
  ...groupListPages,
  ...givePages,
  ...groupActPages,
  ...groupShowPages,
  ...proposalPages,
];

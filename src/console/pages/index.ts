import { clientActPages } from './clients/acts.tsx';
import { clientChangePages } from './clients/change.tsx';
import { clientListPages } from './clients/list.tsx';
import { registerPages } from './clients/register.tsx';
import { clientShowPages } from './clients/show.tsx';
import type { PageDefinition } from './page.ts';

/** Leads to the first page of the navigation. */
const home: PageDefinition = {
  verb: 'connector.list',
  method: 'get',
  path: '/',
  handle: async () => ({ go: '/clients' }),
};

/** Every page and form of the console. Of two paths that match, the first counts: `/clients/new` before `/clients/:id`. */
export const pages: readonly PageDefinition[] = [
  home,
  ...clientListPages,
  ...registerPages,
  ...clientShowPages,
  ...clientChangePages,
  ...clientActPages,
];

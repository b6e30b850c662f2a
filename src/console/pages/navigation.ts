import type { Verb } from '../../access/index.ts';

/** The pages of the navigation, in order. Each is shown to people who may perform its verb on something. */
export const navigation: readonly { readonly title: string; readonly path: string; readonly verb: Verb }[] = [
  { title: 'Connectors', path: '/', verb: 'connector.list' },
  { title: 'Clients', path: '/clients', verb: 'client.list' },
  { title: 'My groups', path: '/groups', verb: 'group.list' },
  { title: 'Grants for everybody', path: '/proposals', verb: 'proposal.list' },
  { title: 'Checks', path: '/checks', verb: 'check.list' },
  { title: 'Review', path: '/review', verb: 'review.list' },
  { title: 'Ledger', path: '/ledger', verb: 'ledger.list' },
  { title: 'Data dictionary', path: '/dictionary', verb: 'catalog.dictionary' },
];

import type { RequestDetails } from '../config/index.ts';
import { code, type Text } from './render/blocks.ts';

type Fact = readonly [name: string, value: Text];

/**
 * Who asks, as facts. Facts that the settings lack are named too, because its absence is a reason to ask. Addresses are
 * code, so that GitHub doesn't make links of them.
 */
export const requestFacts = ({ requestedBy, onBehalfOf, contact, ticket, date }: RequestDetails): readonly Fact[] => [
  ['Requested by', [requestedBy ?? 'not stated', onBehalfOf === undefined ? '' : `, on behalf of ${onBehalfOf}`]],
  ['Contact', [contact === undefined ? 'not stated' : code(contact)]],
  ['Ticket', [ticket === undefined ? 'not stated' : code(ticket), date === undefined ? '' : `, ${date}`]],
];

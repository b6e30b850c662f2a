import type { ByPathRequest } from '../../../rule-engine/plan/index.ts';
import type { EndpointMatcher } from '../match.ts';

/** Makes ready the request plan of an endpoint of Psoxy's form. */
export const linkByPath = (_plan: ByPathRequest): EndpointMatcher => ({
  match: () => ({ ok: false, nearness: 0, why: 'this form is not matched' }),
  leadsHere: () => false,
});

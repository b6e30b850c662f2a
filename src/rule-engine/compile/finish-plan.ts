import { createHash } from 'node:crypto';
import type { EndpointPlan, Plan } from '../plan/index.ts';

type Unfinished = Omit<Plan, 'format' | 'hash' | 'endpoints'> & {
  readonly endpoints: readonly Omit<EndpointPlan, 'requestHash'>[];
};

/** base64url SHA-256 of plain JSON; the same content, made in the same order, has the same hash. */
const hashOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('base64url');

/** Completes a Plan with its hashes: of each endpoint's request alone, and of everything but positions. */
export const finishPlan = ({ title, form, endpoints, nodes }: Unfinished): Plan => ({
  format: 1,
  title,
  hash: hashOf({ form, nodes, endpoints: endpoints.map(({ position: _, ...rest }) => rest) }),
  form,
  endpoints: endpoints.map((endpoint) => ({ ...endpoint, requestHash: hashOf(endpoint.request) })),
  nodes,
});

import { createHash } from 'node:crypto';
import type { EndpointPlan, Plan, PlanParts } from '../plan/index.ts';

type Unfinished<Parts extends PlanParts> = Omit<Plan<Parts>, 'hash' | 'endpoints'> & {
  readonly endpoints: readonly Omit<EndpointPlan<Parts>, 'requestHash'>[];
};

/** Former names of the forms. Hashes use them, so that links sealed before the names changed still open. */
const hashedNames: ReadonlyMap<unknown, string> = new Map([
  ['allow-list', 'in-place'],
  ['psoxy', 'by-path'],
]);

const withHashedName = (key: string, value: unknown): unknown =>
  (key === 'form' ? hashedNames.get(value) : undefined) ?? value;

/** Returns the base64url SHA-256 of plain JSON. The same content in the same order has the same hash. */
const hashOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content, withHashedName)).digest('base64url');

/** Adds the hashes of a Plan: one of each endpoint's request, and one of everything except positions. */
export const finishPlan = <Parts extends PlanParts>({
  title,
  form,
  endpoints,
  nodes,
}: Unfinished<Parts>): Plan<Parts> => ({
  title,
  hash: hashOf({ form, nodes, endpoints: endpoints.map(({ position: _, ...rest }) => rest) }),
  form,
  endpoints: endpoints.map((endpoint) => ({ ...endpoint, requestHash: hashOf(endpoint.request) })),
  nodes,
});

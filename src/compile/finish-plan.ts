import { createHash } from 'node:crypto';
import type { EndpointPlan, Plan, PlanParts } from '../plan/index.ts';

type Unfinished<Parts extends PlanParts> = Omit<Plan<Parts>, 'hash' | 'endpoints'> & {
  readonly endpoints: readonly Omit<EndpointPlan<Parts>, 'requestHash'>[];
};

/** The forms' former names: hashes are made with them, so that links sealed before the change of names still open. */
const hashedNames: ReadonlyMap<unknown, string> = new Map([
  ['allow-list', 'in-place'],
  ['psoxy', 'by-path'],
]);

const withHashedName = (key: string, value: unknown): unknown =>
  (key === 'form' ? hashedNames.get(value) : undefined) ?? value;

/** base64url SHA-256 of plain JSON; the same content, made in the same order, has the same hash. */
const hashOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content, withHashedName)).digest('base64url');

/** Completes a Plan with its hashes: of each endpoint's request only, and of everything but positions. */
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

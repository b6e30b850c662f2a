import { z } from 'zod';
import type { ConnectorView } from '../../registry/index.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { comingSoon, connectorCard, connectorView } from './connector-view.ts';
import { defineVerb } from './verb.ts';

const name = z.string().max(100);
const one = z.strictObject({ name });

/** The registry's views are deeply read-only; schemas read them into plain ones. */
const viewOf = (view: ConnectorView): Outcome<z.input<typeof connectorView>> =>
  done(view as unknown as z.input<typeof connectorView>);

const cardOf = ({ uses, ...view }: ConnectorView): z.input<typeof connectorCard> =>
  ({
    ...view,
    clients: uses.clients.length,
    groups: uses.groups.length,
    ...(uses.people !== undefined && { people: uses.people }),
  }) as unknown as z.input<typeof connectorCard>;

/** Members see the connectors that people can connect themselves. */
const sees = ({ offered, deleted }: ConnectorView, hasRole: boolean): boolean =>
  hasRole || (deleted === undefined && (offered.includes('self') || offered.includes('group')));

export const connectorList = defineVerb({
  verb: 'connector.list',
  api: { method: 'get', path: '/api/connectors' },
  summary: 'Lists connectors with their computed status and its age, and planned ones.',
  input: z.strictObject({}),
  output: z.object({ connectors: z.array(connectorCard), comingSoon: z.array(comingSoon) }),
  run: async ({ ports, actor }) => {
    const all = await ports.registry.connectors();
    return done({
      connectors: all.filter((view) => sees(view, actor.roles.length > 0)).map(cardOf),
      comingSoon: ports.registry
        .catalog()
        .filter(({ availability }) => availability === 'coming-soon')
        .map(({ id, title, logo, services, summary }) => ({ id, title, logo, services: [...services], summary })),
    });
  },
});

export const connectorShow = defineVerb({
  verb: 'connector.show',
  api: { method: 'get', path: '/api/connectors/{name}' },
  summary: 'Shows a connector with settings, permissions, health and uses.',
  input: one,
  output: connectorView,
  run: async ({ ports }, given) => {
    const view = await ports.registry.connector(given.name);
    return view === undefined ? refuse('Console.PageUnknown') : viewOf(view);
  },
});

export const catalogList = defineVerb({
  verb: 'catalog.list',
  api: { method: 'get', path: '/api/catalog' },
  summary: 'Lists sources with the connectors that serve them, and planned ones.',
  input: z.strictObject({}),
  output: z.object({
    sources: z.array(
      comingSoon.extend({
        availability: z.enum(['ga', 'beta', 'alpha', 'coming-soon']),
        connectors: z.array(z.string()),
      }),
    ),
  }),
  run: async ({ ports }) =>
    done({
      sources: ports.registry.catalog().map(({ services, connectors, ...entry }) => ({
        ...entry,
        services: [...services],
        connectors: [...connectors],
      })),
    }),
});

export const connectorVerbs = [catalogList, connectorList, connectorShow] as const;

import { randomBytes } from 'node:crypto';
import { ephemeralKeyring, fixedKeyrings } from '../../src/adapters/memory/index.ts';
import { startTwinWorld } from '../../src/cli/demo/twin-world.ts';
import { type ReadyConnector, resolveConnector } from '../../src/connectors/index.ts';
import type { Keyring } from '../../src/pseudonyms/index.ts';
import { prepareRunners } from '../../src/rule-forms/prepared.ts';
import { loadSources } from '../../src/sources/index.ts';
import { httpsFetch } from '../../src/twin/testing/index.ts';

export type Item = Readonly<Record<string, unknown>>;

/** A page of people in Graph's response and in the caller's reply, under the proxy's keyring. */
export type Page = { readonly before: readonly Item[]; readonly after: readonly Item[] };

/** The twin's directory, read through the proxy page by page. */
export type Directory = {
  /** In Graph's order. */
  readonly pages: readonly Page[];
  readonly connector: ReadyConnector;
  readonly keyring: Keyring;
};

/** The built-in source with an endpoint of this path. */
export const connectorWith = (pathTemplate: string): ReadyConnector => {
  for (const source of loadSources('rules').sources) {
    const { rules, ...rest } = resolveConnector(source);
    if (rules.plan?.endpoints.some((endpoint) => endpoint.pathTemplate === pathTemplate) === true)
      return { ...rest, rules } as ReadyConnector;
  }
  throw new Error(`no source has an endpoint ${pathTemplate}`);
};

const itemsOf = (text: string): readonly Item[] => {
  const { value } = JSON.parse(text) as { readonly value?: readonly Item[] };
  return value ?? [];
};

/** Sanitizes responses of an endpoint under a keyring. `ordered` keeps Graph's order, as earlier replies did. */
export const sanitizerOf = ({ rules: { plan } }: ReadyConnector, pathTemplate: string) => {
  const index = plan.endpoints.findIndex((endpoint) => endpoint.pathTemplate === pathTemplate);
  const runner = prepareRunners(plan).at(index);
  return (body: unknown, { pseudonyms }: Keyring, ordered = false): readonly Item[] => {
    const result = runner.run(new TextEncoder().encode(JSON.stringify(body)), {
      pseudonyms,
      seal: () => ({ ok: true, url: 'https://proxy.example' }),
      random: (count) => randomBytes(count),
      ordered,
    });
    if (!result.ok) throw new Error(result.why);
    return itemsOf(new TextDecoder().decode(result.body));
  };
};

/** Requests all people with a page size of one, as an attacker who is interested in their order would. */
export const askDirectory = async (): Promise<Directory> => {
  const connector = connectorWith('/v1.0/users');
  const keyring = ephemeralKeyring();
  let answered = '';
  const world = await startTwinWorld({
    connectors: [connector],
    keyrings: fixedKeyrings(keyring),
    onUpstream: (_, { body }) => {
      answered = new TextDecoder().decode(body);
    },
  });
  try {
    const pages: Page[] = [];
    let next: string | undefined = `${world.https.url}/${connector.name}/v1.0/users?$top=1`;
    while (next !== undefined) {
      const reply = await httpsFetch(next, {}, world.twin.caCertificate);
      const text = await reply.text();
      if (reply.status !== 200) throw new Error(`the twin's directory gave ${reply.status}`);
      pages.push({ before: itemsOf(answered), after: itemsOf(text) });
      next = (JSON.parse(text) as { readonly '@odata.nextLink'?: string })['@odata.nextLink'];
    }
    return { pages, connector, keyring };
  } finally {
    await world.stop();
  }
};

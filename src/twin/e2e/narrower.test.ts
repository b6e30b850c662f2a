import { startTwinWorld, type TwinWorld } from '../../cli/demo/twin-world.ts';
import { readySources } from '../../cli/shared/choose-rules.ts';
import { narrowerPermissions, type ReadyConnector, readyConnectors, resolveConnector } from '../../connectors/index.ts';
import { httpsFetch } from '../testing/index.ts';

/** Every source that offers narrower permissions, with all that Entra alone grants. */
const { connectors } = readyConnectors(
  readySources().flatMap(({ source }) => {
    const narrow = narrowerPermissions(source).flatMap(({ use, granted }) => (granted === undefined ? use : []));
    return narrow.length === 0 ? [] : [resolveConnector(source, { narrow })];
  }),
);

let world: TwinWorld;
beforeAll(async () => {
  world = await startTwinWorld({ connectors });
});
afterAll(() => world.stop());

type Item = Readonly<Record<string, unknown>>;

const ask = async ({ name }: ReadyConnector, target: string) => {
  const response = await httpsFetch(`${world.https.url}/${name}${target}`, {}, world.twin.caCertificate);
  const body = (await response.json()) as {
    readonly value?: readonly Item[];
    readonly error?: { readonly message: string };
  };
  return { status: response.status, items: body.value ?? [], message: body.error?.message ?? '' };
};

const serving = (template: string): ReadyConnector => {
  const found = connectors.find(({ rules }) =>
    rules.plan.endpoints.some(({ pathTemplate }) => pathTemplate === template),
  );
  if (found === undefined) throw new Error(`no connector serves ${template}`);
  return found;
};

const propertiesOf = (items: readonly Item[]): readonly string[] => [...new Set(items.flatMap(Object.keys))].toSorted();

describe.each(connectors.map((connector) => [connector.name, connector] as const))(
  '%s with its narrower permissions',
  (_, connector) => {
    it('requests them in place of the wider ones, and nothing else', () => {
      const wide = resolveConnector(connector.source);
      const replaced = new Map(connector.narrowed.map(({ instead, use }) => [instead, use]));

      expect(connector.expectedRoles).toEqual(wide.expectedRoles.map((role) => replaced.get(role) ?? role));
    });

    it('answers its example calls that need no token', async () => {
      const calls = connector.exampleCalls.filter(({ path }) => !path.includes('{'));

      expect(calls.length).toBeGreaterThan(0);
      for (const { path } of calls)
        expect({ path, ...(await ask(connector, path)) }).toMatchObject({ path, status: 200, message: '' });
    });

    it('refuses what they don’t cover, and names the setting', async () => {
      for (const { use, removed } of connector.narrowed)
        for (const template of removed) {
          const { status, message } = await ask(connector, template.replace(/\{\w+\}/g, 'x'));

          expect({ template, status, message }).toMatchObject({
            status: 403,
            message: expect.stringContaining(
              `${use} doesn't cover it, which permissions in the settings of connector ${connector.name} chooses`,
            ),
          });
        }
    });
  },
);

describe('narrower permissions', () => {
  it('leave of people only what the basic profile has', async () => {
    const { items } = await ask(serving('/v1.0/groups/{groupId}/owners'), '/v1.0/users?$top=100');

    expect(items.length).toBeGreaterThan(10);
    expect(propertiesOf(items)).toEqual(['id', 'mail', 'userPrincipalName']);
  });

  it('leave no address of a group', async () => {
    for (const connector of connectors.filter(({ narrowed }) =>
      narrowed.some(({ use }) => use.startsWith('GroupMember')),
    )) {
      const { items } = await ask(connector, '/v1.0/groups?$top=100');

      expect(items.length).toBeGreaterThan(10);
      expect(propertiesOf(items).filter((name) => /mail$|Addresses/.test(name))).toEqual([]);
    }
  });

  it('refuse a preview of messages, which basic chats lack', async () => {
    const connector = serving('/v1.0/chats');

    expect((await ask(connector, '/v1.0/chats?$top=5')).items.length).toBeGreaterThan(0);
    expect((await ask(connector, '/v1.0/chats?$expand=members')).status).toBe(200);
    expect(await ask(connector, '/v1.0/chats?$expand=lastMessagePreview')).toMatchObject({ status: 403 });
  });
});

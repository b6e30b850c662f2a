import { readConsentFacts } from '../../cli/consent/consent-facts.ts';
import { startTwinWorld, type TwinWorld } from '../../cli/demo/twin-world.ts';
import { readySources } from '../../cli/shared/choose-rules.ts';
import { operatorGraph } from '../../cli/shared/graph.ts';
import { narrowerPermissions, type ReadyConnector, readyConnectors, resolveConnector } from '../../connectors/index.ts';
import type { ValueKind } from '../../pseudonyms/index.ts';
import { httpsFetch } from '../testing/index.ts';

const grantsOf = ({ source }: Pick<ReadyConnector, 'source'>, place: string): readonly string[] => [
  ...new Set(narrowerPermissions(source).flatMap(({ use, granted }) => (granted === place ? use : []))),
];

/** Sources with permissions that are granted for each team or site. */
const { connectors } = readyConnectors(
  readySources().flatMap(({ source }) => {
    const narrow = ['per-team', 'per-site'].flatMap((place) => grantsOf({ source }, place));
    return narrow.length === 0 ? [] : [resolveConnector(source, { narrow })];
  }),
);

let world: TwinWorld;
beforeAll(async () => {
  world = await startTwinWorld({ connectors });
});
afterAll(() => world.stop());

const connectorWith = (place: string): ReadyConnector => {
  const found = connectors.find((connector) => grantsOf(connector, place).length > 0);
  if (found === undefined) throw new Error(`expected a source with permissions ${place}`);
  return found;
};

const clientIdOf = ({ name }: ReadyConnector): string => {
  const all = world.twin.controls.applications();
  return all.find(({ displayName }) => displayName.endsWith(` ${name}`))?.clientId ?? '';
};

const token = (id: string, kind: ValueKind): string => world.pseudonyms.tokenize(id, kind);

const statusOf = async ({ name }: ReadyConnector, target: string): Promise<number> =>
  (await httpsFetch(`${world.https.url}/${name}${target}`, {}, world.twin.caCertificate)).status;

describe('permissions of single teams', () => {
  it('open only the teams in which the app is installed, and never appear in the token', async () => {
    const connector = connectorWith('per-team');
    const permissions = grantsOf(connector, 'per-team');
    const [open, closed] = world.twin.organization.teams().map(({ group }) => group.id);
    const [inOpen, inClosed] = [open, closed].map((id) => `/v1.0/teams/${token(id ?? '', 'group-id')}/channels`);

    expect(connector.expectedRoles.filter((role) => permissions.includes(role))).toEqual([]);
    expect(await statusOf(connector, inOpen ?? '')).toBe(403);
    world.twin.controls.grantInTeam(clientIdOf(connector), open ?? '', permissions);
    expect(await statusOf(connector, inOpen ?? '')).toBe(200);
    expect(await statusOf(connector, inClosed ?? '')).toBe(403);
    expect(await statusOf(connector, '/v1.0/teams?$top=100')).toBe(200);
  });

  it('can be read by whoever verifies the consent', async () => {
    const connector = connectorWith('per-team');
    const [open = '', closed = ''] = world.twin.organization.teams().map(({ group }) => group.id);
    const graph = operatorGraph({
      graph: world.twin.graph,
      token: await world.twin.controls.operatorToken(),
      send: (input, init) => httpsFetch(new URL(String(input)), { headers: init?.headers }, world.twin.caCertificate),
    });
    const { teamGrants } = await readConsentFacts(graph, clientIdOf(connector), [open, closed]);

    expect(teamGrants).toEqual(
      new Map([
        [open, grantsOf(connector, 'per-team')],
        [closed, []],
      ]),
    );
  });
});

describe('permissions of single sites', () => {
  it('open only the sites that an administrator has opened, and list none', async () => {
    const connector = connectorWith('per-site');
    const [open, closed] = world.twin.organization.sites();
    if (open === undefined || closed === undefined) throw new Error('expected sites');
    const drives = (id: string): string => `/v1.0/sites/${token(id, 'site-id')}/drives`;
    const changes = (id: string): string => `/v1.0/drives/${token(id, 'drive-id')}/root/delta?$top=5`;

    expect(connector.expectedRoles).toEqual(grantsOf(connector, 'per-site'));
    expect(await statusOf(connector, drives(open.id))).toBe(403);
    world.twin.controls.openSite(clientIdOf(connector), open.id);
    expect(await statusOf(connector, drives(open.id))).toBe(200);
    expect(await statusOf(connector, changes(open.drive.id))).toBe(200);
    expect(await statusOf(connector, drives(closed.id))).toBe(403);
    expect(await statusOf(connector, changes(closed.drive.id))).toBe(403);
    expect(await statusOf(connector, '/v1.0/sites/getAllSites?$top=100')).toBe(403);
  });
});

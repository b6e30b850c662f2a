import { randomBytes, randomUUID } from 'node:crypto';
import { type AccessPorts, type Permission, permissionsOf } from '../../access/index.ts';
import { graphDirectory, ownedGroups } from '../../adapters/directory/index.ts';
import { appRolesReader, entraTokens } from '../../adapters/entra/index.ts';
import { fetchListener, type HandleFetch, httpsClient, startLocalServer } from '../../adapters/node/index.ts';
import { consoleRoles, namesOfConsolePermissions } from '../../config/index.ts';
import type { ReadyConnector } from '../../connectors/index.ts';
import { callbackPath, createConsole, entraSignIn, rolesIn, type SignIn } from '../../console/index.ts';
import { exampleOf } from '../../documents/privacy-report/index.ts';
import type { Registry } from '../../registry/index.ts';
import { loadCast } from '../../rule-tests/index.ts';
import { type Personas, personasOf } from '../../twin/index.ts';
import { startTwinWorld, type TwinWorld } from '../demo/twin-world.ts';
import { rulesFolder } from '../rules-folder.ts';
import { listening } from '../shared/ports.ts';
import { localRegistry } from './local-registry.ts';
import { startSignInBridge } from './sign-in-bridge.ts';

export type ConsoleOptions = {
  readonly connectors: readonly ReadyConnector[];
  /** Folder of the store. */
  readonly folder: string;
  readonly port?: number;
  /** Names of connectors without consent, which an administrator has yet to configure. @default none */
  readonly unconfigured?: readonly string[];
  readonly onFault?: (error: unknown) => void;
};

/** A running console with everything behind it. */
export type RunningConsole = {
  /** Where to open it. */
  readonly url: string;
  readonly world: TwinWorld;
  readonly personas: Personas;
  /** Of the console’s application in the twin. */
  readonly clientId: string;
  /** What clients can be registered for. */
  readonly permissions: readonly Permission[];
  readonly registry: Registry;
  readonly access: AccessPorts;
  readonly stop: () => Promise<void>;
};

const environment = 'on this machine';
const clientId = '0c0de0c0-5014-4a11-9c0e-0a11c0de0001';
const role = 'arn:aws:iam::123456789012:role/graphveil-demo-console';

/** Registers the console's application in the twin, with people of the cast in its roles. */
const registerConsole = ({ twin }: TwinWorld, origin: string): Personas => {
  const personas = personasOf(twin.organization);
  const { administrator, privacyOfficer, developer } = personas;
  twin.controls.register({
    clientId,
    displayName: 'Graphveil console',
    federatedCredentials: [{ subject: role }],
    consented: namesOfConsolePermissions('application'),
    consentedScopes: namesOfConsolePermissions('delegated'),
    redirectUris: [`${origin}${callbackPath}`],
    optionalClaims: ['auth_time'],
    appRoles: consoleRoles,
    roleAssignments: {
      [administrator.id]: ['Graphveil.Admin'],
      [privacyOfficer.id]: ['Graphveil.PrivacyOfficer'],
      [developer.id]: ['Graphveil.Developer'],
    },
  });
  return personas;
};

/** Leads browsers to the bridge in place of the twin. */
const bridged = (signIn: SignIn, bridge: string): SignIn => ({
  ...signIn,
  begin: async (pending, fresh) => {
    const url = await signIn.begin(pending, fresh);
    return new URL(`${url.pathname}${url.search}`, bridge);
  },
});

const permissionsIn = (connectors: readonly ReadyConnector[]) =>
  permissionsOf(
    connectors.map(({ name, rules, permissions: needed }) => ({
      name,
      endpoints: rules.plan.endpoints.map(({ pathTemplate }) => pathTemplate),
      needed,
    })),
  );

/** Starts the twin, its proxies, a token service and the console, all on loopback. */
export const startConsole = async (options: ConsoleOptions): Promise<RunningConsole> => {
  const { connectors, folder, port, onFault, unconfigured = [] } = options;
  let handle: HandleFetch = async () => new Response(null, { status: 503 });
  const server = await listening(
    startLocalServer({ listener: fetchListener((request) => handle(request)), ...(port !== undefined && { port }) }),
  );
  const origin = server.url;
  const world = await startTwinWorld({
    connectors,
    clientsFolder: folder,
    withDemoClient: false,
    withoutConsent: unconfigured,
  }).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const { twin, tokens } = world;
  if (tokens === undefined) throw new Error('expected a token service');
  const personas = registerConsole(world, origin);
  const http = httpsClient({ ca: twin.caCertificate });
  const bridge = await startSignInBridge(twin.entra, http);
  const identityTokens = twin.identityTokens(role);
  const access: AccessPorts = {
    records: tokens.records,
    macs: tokens.keys.macs,
    clock: Date.now,
    random: (count) => randomBytes(count),
    newId: randomUUID,
  };
  const accessTokens = entraTokens({
    tenantId: twin.tenantId,
    clientId,
    authorityHost: twin.entra,
    graphScope: twin.graphScope,
    assertion: identityTokens,
    clock: Date.now,
    expectedRoles: namesOfConsolePermissions('application'),
    ca: twin.caCertificate,
  });
  const { graph } = twin;
  const readRoles = appRolesReader({ http, accessTokens, graph, clientId });
  const { cast } = loadCast(rulesFolder);
  const exampleIn = async (name: string) => {
    const connector = connectors.find((one) => one.name === name);
    return connector && exampleOf(connector, cast);
  };
  const permissions = permissionsIn(connectors);
  const issuer = `${twin.entra}/${twin.tenantId}/v2.0`;
  const directory = graphDirectory({ http, accessTokens, graph });
  const registry = localRegistry({ connectors, world, access, directory, unconfigured, environment });
  handle = createConsole({
    origin,
    registry,
    place: { environment, tokenUrl: world.https.url },
    access,
    signIn: bridged(
      entraSignIn({
        issuer,
        clientId,
        origin,
        identityTokens,
        http,
        ownedGroups: (token) => ownedGroups({ http, graph }, token),
      }),
      bridge.url,
    ),
    groups: {
      directory,
      leastGroupSize: 5,
      grantDays: 365,
      example: exampleIn,
    },
    rolesOf: async (person) => rolesIn(await readRoles(person)),
    permissions: async () => permissions,
    ...(onFault && { onFault }),
  });
  return {
    url: origin,
    world,
    personas,
    clientId,
    permissions,
    registry,
    access,
    stop: async () => {
      await Promise.all([server.stop(), bridge.stop()]);
      await world.stop();
    },
  };
};

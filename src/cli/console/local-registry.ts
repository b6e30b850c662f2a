import type { AccessPorts } from '../../access/index.ts';
import { clouds } from '../../config/index.ts';
import type { ReadyConnector } from '../../connectors/index.ts';
import type { Directory } from '../../ports/index.ts';
import type { HandleCall } from '../../proxy/index.ts';
import { describeAll, describeConnector, dictionaryOf, readComingSoon } from '../../registry/describe/index.ts';
import { type CheckReply, checkByCalls, createRegistry, type Registry } from '../../registry/index.ts';
import type { TwinWorld } from '../demo/twin-world.ts';
import { rulesFolder } from '../rules-folder.ts';
import { defaultSettingsFile } from '../shared/settings-option.ts';
import { version } from '../shared/version.ts';

export type LocalRegistryOptions = {
  readonly connectors: readonly ReadyConnector[];
  readonly world: TwinWorld;
  readonly access: AccessPorts;
  readonly directory: Directory;
  /** Names of connectors that an administrator has yet to configure. */
  readonly unconfigured: readonly string[];
  readonly environment: string;
};

const jsonOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Sends calls of a check to a proxy of this machine. */
const senderTo =
  (handle: HandleCall, { access }: LocalRegistryOptions) =>
  async (target: string): Promise<CheckReply> => {
    const { status, body } = await handle({
      method: 'GET',
      target,
      headers: {},
      hasBody: false,
      baseUrl: 'http://localhost',
      deadline: access.clock() + 30_000,
      caller: { principal: 'checks of the registry' },
    });
    return { status, json: jsonOf(body) };
  };

/** Creates the registry of a console on this machine: a check signs in as the application that the record names. */
export const localRegistry = (options: LocalRegistryOptions): Registry => {
  const { connectors, world, access, directory, unconfigured, environment } = options;
  const { twin } = world;
  const described = describeAll(
    { version, sources: connectors.map(({ source }) => source), comingSoon: readComingSoon(rulesFolder) },
    {
      environment,
      place: 'local',
      settingsFile: defaultSettingsFile,
      connectors: connectors.map((connector) =>
        describeConnector(connector, {
          tenantId: twin.tenantId,
          ...(!unconfigured.includes(connector.name) && { clientId: world.clientIdOf(connector.name) }),
          cloud: 'global',
          application: 'own',
          federated: {
            issuer: twin.issuer,
            subject: world.roleOf(connector.name),
            audience: clouds.global.tokenExchangeAudience,
          },
        }),
      ),
    },
  );
  const registry: Registry = createRegistry({
    described,
    access,
    directory,
    check: async (name) => {
      const clientId = (await registry.connector(name))?.settings.clientId;
      const handle = clientId === undefined ? undefined : world.proxyAs(name, clientId);
      const { tryCall } = described.connectors.find((each) => each.name === name) ?? {};
      return checkByCalls(
        handle === undefined ? () => Promise.reject(new Error('no application')) : senderTo(handle, options),
        tryCall,
      );
    },
    dictionary: async (name) => {
      const connector = connectors.find((each) => each.name === name);
      return connector && dictionaryOf(connector);
    },
  });
  return registry;
};

import { registryProblems } from '../../problems/registry/index.ts';
import { dictionaryOf } from '../../registry/describe/index.ts';
import {
  type CheckReply,
  checkByCalls,
  createRegistry,
  type Registry,
  type RegistryPorts,
  type RegistryRefusal,
} from '../../registry/index.ts';
import type { Access } from './access.ts';
import type { AccessOptions } from './access-options.ts';
import { onAccess } from './access-store.ts';
import { type DescribedHere, describedHere, readyConnector } from './described.ts';
import { CliError, exitCodes } from './exit.ts';
import { networkFetch } from './network-fetch.ts';

export type RegistryOptions = AccessOptions & {
  /** Base URL of a Graphveil on this machine, whose connectors are checked. */
  readonly url?: string;
};

const replyOf = async (response: Response): Promise<CheckReply> => ({
  status: response.status,
  json: await response.json().catch(() => undefined),
});

/** Sends a call to a connector of this machine, or signed to a deployed one. Rejects if it can't be reached. */
const senderOf = async (
  { url }: RegistryOptions,
  { read }: DescribedHere,
  name: string,
): Promise<((path: string) => Promise<CheckReply>) | undefined> => {
  if (url !== undefined) return async (path) => replyOf(await networkFetch(`${url.replace(/\/$/, '')}/${name}${path}`));
  if (read === undefined) return undefined;
  const { deployedSender } = await import('./deployed-sender.ts');
  const send = await deployedSender(read, name);
  return send && (async (path) => replyOf(await send(path)));
};

const portsOf = (options: RegistryOptions, here: DescribedHere, access: Access): RegistryPorts => ({
  described: here.described,
  access: access.ports,
  check: async (name) => {
    const send = await senderOf(options, here, name).catch(() => undefined);
    const { tryCall } = here.described.connectors.find((each) => each.name === name) ?? {};
    return checkByCalls(send ?? (() => Promise.reject(new Error('no address'))), tryCall);
  },
  dictionary: async (name) => {
    const connector = readyConnector(here, name);
    return connector && dictionaryOf(connector);
  },
});

/** Runs an act on the registry of the options, and closes its store. */
export const onRegistry = (
  options: RegistryOptions,
  act: (registry: Registry, by: string, here: DescribedHere) => Promise<void>,
): Promise<void> => {
  const here = describedHere(options);
  return onAccess(options, (access) => act(createRegistry(portsOf(options, here, access)), access.by, here));
};

/** A refusal of the registry as the end of the command. */
export const refusedByRegistry = ({ code, message, fields = {}, changes = [] }: RegistryRefusal): CliError => {
  const beside = Object.entries(fields).map(([field, text]) => `${field}: ${text}`);
  const done = changes.map(({ by, at, fields: changed }) => `${at} ${by} changed ${changed.join(', ')}`);
  return new CliError({
    exitCode: exitCodes.no,
    code,
    message: [message, ...beside, ...done].join('\n    '),
    hint: registryProblems[code].remedy,
    details: { ...(beside.length > 0 && { fields }), ...(done.length > 0 && { changes }) },
  });
};

/** Returns a result, or ends the command with its refusal. */
export const orRefused = <Value>(result: ({ readonly ok: true } & Value) | RegistryRefusal): Value => {
  if (!result.ok) throw refusedByRegistry(result as RegistryRefusal);
  return result;
};

import { inBaseUrlOrder, resolveSettings } from '../../connectors/index.ts';
import { type RouteCall, routeByName, shareBaseUrl } from '../../proxy/index.ts';
import { lambdaClient, stsClient } from '../shared/aws-clients.ts';
import { chooseSources, connectorOf, readyOrEnd } from '../shared/choose-rules.ts';
import { type DeploymentPlace, deployedConnector } from '../shared/deployed-connectors.ts';
import { cliError } from '../shared/exit.ts';
import { ownAccountOrEnd } from '../shared/own-account.ts';
import { type ReadSettings, readSettings } from '../shared/read-settings.ts';
import { type AllOptions, endpointIn } from './all.ts';
import type { Endpoint } from './listen.ts';
import { type SigningOptions, signingFor } from './signing.ts';

/** Endpoints, and the choice of one for a request. */
export type Endpoints = {
  readonly endpoints: readonly Endpoint[];
  readonly route?: RouteCall;
  /** Names of connectors that aren't deployed. */
  readonly missing?: readonly string[];
};

/** Reads the URL of a connector. Ends the command if it isn't HTTPS. */
export const urlOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url?.hostname === '127.0.0.1';
  if (url === undefined || (url.protocol !== 'https:' && !loopback)) throw cliError('Call.Url');
  return url;
};

const named = /^([a-z0-9-]{1,64})=(.*)$/s;

/** Routes by name, and paths without a name by the rules of built-in sources that have the names of endpoints. */
const routeOf = (names: readonly string[]): RouteCall => {
  const { sources } = chooseSources();
  const known = names.flatMap((name) => sources.filter(({ id }) => id === name));
  const connectors = readyOrEnd(
    known.map((source) => connectorOf(source, { extras: source.extras.map(({ id }) => id) })),
  );
  const shared = shareBaseUrl(connectors.map(({ name, rules: { plan } }) => ({ name, plan }))).route;
  const byName = routeByName(new Set(names));
  return (target) => byName(target) ?? shared(target);
};

/**
 * Endpoints as they are written on the command line: one URL, or `NAME=URL` several times. Below the shared URL, `/NAME/v1.0/…` leads
 * to an endpoint, and `/v1.0/…` to the first one whose source has the path.
 */
export const writtenEndpoints = (texts: readonly string[], options: SigningOptions): Endpoints => {
  const [only = ''] = texts;
  if (texts.length === 1 && !named.test(only)) {
    const url = urlOf(only);
    return { endpoints: [{ origin: url.origin, send: signingFor(url, options) }] };
  }
  const endpoints = texts.map((text) => {
    const [, name, rest] = named.exec(text) ?? [];
    if (name === undefined || rest === undefined) throw cliError('Call.Names');
    const url = urlOf(rest);
    return { name, origin: url.origin, send: signingFor(url, options) };
  });
  const names = endpoints.map(({ name }) => name);
  if (new Set(names).size < names.length) throw cliError('Call.Names');
  return { endpoints, route: routeOf(names) };
};

/** Endpoints of the deployed connectors of a settings file, in `baseUrl.order`. */
export const deployedEndpoints = async (options: AllOptions): Promise<Endpoints> => {
  const read: ReadSettings = readSettings(options);
  const { settings, folder } = read;
  await ownAccountOrEnd(settings);
  const clients = { sts: stsClient(settings.aws.region), lambda: lambdaClient(settings.aws.region) };
  const place: DeploymentPlace = { settings, folder, outputs: options.outputs };
  const connectors = settings.connectors.filter(({ enabled }) => enabled);
  const ready = inBaseUrlOrder(
    readyOrEnd(resolveSettings({ ...read, settings: { ...settings, connectors } })),
    settings,
  );
  const found = await Promise.all(
    ready.map(async ({ name }) => ({ name, place: await endpointIn(place, name, clients) })),
  );
  const endpoints = found.flatMap(({ name, place: endpoint }) => {
    if (endpoint !== undefined && typeof endpoint !== 'string') throw endpoint;
    if (endpoint !== undefined)
      return [{ name, origin: endpoint, send: deployedConnector(settings, name, endpoint, clients.sts).send }];
    return [];
  });
  const isDeployed = (connector: { readonly name: string }) => endpoints.some(({ name }) => name === connector.name);
  const served = ready.filter(isDeployed).map(({ name, rules: { plan } }) => ({ name, plan }));
  const missing = ready.filter((connector) => !isDeployed(connector)).map(({ name }) => name);
  return { endpoints, route: shareBaseUrl(served).route, missing };
};

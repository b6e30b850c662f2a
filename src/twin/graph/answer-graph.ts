import { randomUUID } from 'node:crypto';
import type { AccessTokenMint, Caller } from '../entra/index.ts';
import type { TwinAnswer, TwinCall } from '../http/index.ts';
import {
  authorize,
  type GraphCall,
  GraphRefusal,
  type MailboxOwner,
  type Match,
  type Place,
  type Route,
  readPath,
  refusalBody,
  routeMatcher,
  segmentUnknown,
  unauthenticated,
  type World,
} from './core/index.ts';
import { type Json, readOptions, readPrefer } from './odata/index.ts';
import { routes } from './routes.ts';

export type GraphParts = {
  readonly world: World;
  readonly tokens: AccessTokenMint;
  /** Responses from the sources' cases, for paths without a handler. */
  readonly stored: () => readonly Route[];
};

const match = routeMatcher(routes);
const echoedPreferences = ['odata.maxpagesize', 'outlook.timezone', 'idtype', 'return', 'omit-values'];

const callerOf = async ({ world, tokens }: GraphParts, call: TwinCall): Promise<Caller> => {
  const token = /^Bearer (?<token>\S+)$/i.exec(call.headers['authorization'] ?? '')?.groups?.['token'];
  if (token === undefined) throw unauthenticated('empty');
  const caller = await tokens.verify(token, call.url.origin, world.clock());
  if (typeof caller === 'string') throw unauthenticated(caller);
  return caller;
};

const mailboxOwner = ({ organization }: World, { params }: Match<Route>): MailboxOwner | undefined =>
  organization.person(params.get('user') ?? '');

const placeOf = ({ organization }: World, { params }: Match<Route>): Place => {
  const [team, named, drive] = ['team', 'site', 'drive'].map((name) => params.get(name));
  const site = drive === undefined ? named : organization.sites().find((candidate) => candidate.drive.id === drive)?.id;
  return { ...(team !== undefined && { team }), ...(site !== undefined && { site }) };
};

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutNulls(one)]));
};

const serve = async (parts: GraphParts, call: TwinCall): Promise<TwinAnswer> => {
  const caller = await callerOf(parts, call);
  if (call.method !== 'GET') {
    throw new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }
  const path = readPath(call.url.pathname);
  const matched = match(path) ?? routeMatcher(parts.stored())(path);
  if (matched === undefined) throw segmentUnknown(path);
  const { world } = parts;
  authorize(
    matched.route,
    caller,
    world.applications.find(caller.appId),
    mailboxOwner(world, matched),
    placeOf(world, matched),
  );
  const prefer = readPrefer(call.headers['prefer']);
  const graphCall: GraphCall = {
    world,
    caller,
    prefer,
    version: path.version,
    args: path.args,
    param: (name) => matched.params.get(name) ?? '',
    options: readOptions(call.url.searchParams),
    headers: call.headers,
    root: `${call.url.origin}/${path.version}`,
  };
  const answer = matched.route.answer(graphCall);
  return prefer.get('omit-values') === 'nulls' ? { ...answer, json: withoutNulls(answer.json) } : answer;
};

const appliedPreferences = (call: TwinCall): Json => {
  const applied = [...readPrefer(call.headers['prefer'])]
    .filter(([name]) => echoedPreferences.includes(name))
    .map(([name, value]) => `${name}="${value}"`);
  return applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') };
};

/**
 * Handles a request as Microsoft Graph does: bearer token, path, permission, then the resource. Refusals have Graph's
 * own messages.
 */
export const answerGraph = async (parts: GraphParts, call: TwinCall): Promise<TwinAnswer> => {
  const requestId = randomUUID();
  const clientRequestId = call.headers['client-request-id'] ?? requestId;
  const common = {
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'cache-control': 'no-cache',
    'x-ms-ags-diagnostic':
      '{"ServerInfo":{"DataCenter":"North Europe","Slice":"E","Ring":"4","ScaleUnit":"001","RoleInstance":"DU01"}}',
  };
  try {
    const answer = await serve(parts, call);
    const headers = {
      ...common,
      'odata-version': '4.0',
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      ...(answer.status === 200 ? appliedPreferences(call) : {}),
      ...answer.headers,
    };
    return { ...answer, headers };
  } catch (error) {
    const refusal = error instanceof GraphRefusal ? error : undefined;
    if (refusal === undefined) throw error;
    const json = refusalBody(refusal, requestId, clientRequestId, parts.world.clock());
    return {
      status: refusal.status,
      headers: { ...common, 'content-type': 'application/json', ...refusal.headers },
      json,
    };
  }
};

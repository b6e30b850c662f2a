import { fileURLToPath } from 'node:url';
import { parseTarget } from '../proxy/index.ts';
import { type Matcher, prepareMatcher } from '../rule-forms/prepared.ts';
import { loadSources } from '../sources/index.ts';
import { resolveConnector } from './resolve-connector.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));
const matchers = new Map<string, Matcher>();

const matcherOf = (id: string): Matcher => {
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined) throw new Error(`no source ${id}`);
  const { plan } = resolveConnector(source).rules;
  if (plan === undefined) throw new Error(`${id} doesn't compile`);
  const matcher = matchers.get(id) ?? prepareMatcher(plan);
  matchers.set(id, matcher);
  return matcher;
};

const [from, to] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'];
const person = '/v1.0/users/f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';

/** The `$filter` that goes upstream; undefined where the call is refused. */
const sent = (source: string, path: string, filter: string): string | undefined => {
  const parsed = parseTarget(`${path}?$filter=${encodeURIComponent(filter)}`);
  if (!parsed.ok) throw new Error(parsed.why);
  const matching = matcherOf(source).match(
    { method: 'GET', target: parsed.target, headers: {} },
    { plainValues: true },
  );
  if (!matching.ok) return undefined;
  const opening = matching.open(() => ({ ok: false, reason: 'invalid' }));
  if (!opening.ok) return undefined;
  const { target } = opening.request;
  return new URL(target, 'https://graph.example').searchParams.get('$filter') ?? undefined;
};

const users = '/v1.0/users';
const groups = '/v1.0/groups';
const events = `${person}/events`;
const messages = `${person}/messages`;

describe('filters that tools send', () => {
  it.each([
    ['entra-id', users, "accountEnabled eq true and userType eq 'member'"],
    ['entra-id', users, "userType eq 'Member' and accountEnabled eq true"],
    ['entra-id', users, 'accountEnabled eq True'],
    ['entra-id', users, 'accountEnabled  eq  true'],
    ['entra-id', users, '(accountEnabled eq true)'],
    ['entra-id', groups, "groupTypes/any(g:g eq 'Unified')"],
    ['outlook-mail', messages, `(receivedDateTime ge ${from}) and (receivedDateTime lt ${to})`],
    ['outlook-mail', messages, `receivedDateTime lt ${to} and receivedDateTime ge ${from}`],
    ['teams', '/v1.0/communications/callRecords', `startDateTime gt ${from} and startDateTime le ${to}`],
    ['outlook-calendar', events, `start/dateTime ge '${from}' and isCancelled eq false`],
    ['outlook-mail', messages, `receivedDateTime ge ${from} and receivedDateTime lt ${to} and isDraft eq false`],
    ['entra-id', groups, "groupTypes/any(c:c eq 'Unified') and mailEnabled eq true"],
    ['entra-id', groups, 'securityEnabled eq true and mailEnabled eq false'],
  ])('%s: %s takes %s, which means the same as an allowed filter', (source, path, filter) => {
    expect(sent(source, path, filter)).toBeDefined();
  });

  it.each([
    ['outlook-calendar', events, `end/dateTime ge '${from}'`],
    ['entra-id', users, 'assignedLicenses/$count ne 0'],
    ['entra-id', users, 'assignedLicenses/any(u:u/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)'],
    ['entra-id', users, 'onPremisesSyncEnabled eq true'],
    ['teams', `${person}/chats`, `lastUpdatedDateTime gt ${from}`],
    ['outlook-mail', messages, 'isRead eq false'],
    ['outlook-mail', messages, 'hasAttachments eq true'],
  ])('%s: %s takes %s, which asks about kept properties only', (source, path, filter) => {
    expect(sent(source, path, filter)).toBeDefined();
  });

  it.each([
    ['entra-id', users, "mail eq 'alice@contoso.example'"],
    ['entra-id', users, "department eq 'Legal'"],
    ['entra-id', users, "startswith(displayName,'A')"],
    ['outlook-mail', messages, "from/emailAddress/address eq 'alice@contoso.example'"],
    ['entra-id', users, 'accountEnabled eq true or accountEnabled eq false'],
    ['entra-id', users, 'not(accountEnabled eq true)'],
    ['entra-id', users, 'createdDateTime ge 2026-01-01T00:00:00Z'],
  ])('%s: %s rejects %s', (source, path, filter) => {
    expect(sent(source, path, filter)).toBeUndefined();
  });
});

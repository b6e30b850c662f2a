import { fileURLToPath } from 'node:url';
import { parseTarget } from '../proxy/index.ts';
import { type Matcher, prepareMatcher } from '../rule-forms/prepared.ts';
import { loadSources } from '../sources/index.ts';
import { resolveConnector } from './resolve-connector.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));
const matchers: readonly Matcher[] = sources.flatMap((source) => {
  const { plan } = resolveConnector(source).rules;
  return plan === undefined ? [] : [prepareMatcher(plan)];
});

const [from, to] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'];
const person = '/v1.0/users/f7e1c9a7-5f80-4356-a617-dcb3dfe3d547';

/** The filters that go upstream: one for each source that takes the call. */
const sent = (path: string, filter: string): readonly string[] => {
  const parsed = parseTarget(`${path}?$filter=${encodeURIComponent(filter)}`);
  if (!parsed.ok) throw new Error(parsed.why);
  const { target } = parsed;
  return matchers.flatMap((matcher) => {
    const matching = matcher.match({ method: 'GET', target, headers: {} }, { plainValues: true });
    const opening = matching.ok ? matching.open(() => ({ ok: false, reason: 'invalid' })) : undefined;
    if (opening?.ok !== true) return [];
    return new URL(opening.request.target, 'https://graph.example').searchParams.getAll('$filter');
  });
};

const users = '/v1.0/users';
const groups = '/v1.0/groups';
const events = `${person}/events`;
const messages = `${person}/messages`;

describe('filters that tools send', () => {
  it.each([
    [users, "accountEnabled eq true and userType eq 'member'"],
    [users, "userType eq 'Member' and accountEnabled eq true"],
    [users, 'accountEnabled eq True'],
    [users, 'accountEnabled  eq  true'],
    [users, '(accountEnabled eq true)'],
    [groups, "groupTypes/any(g:g eq 'Unified')"],
    [messages, `(receivedDateTime ge ${from}) and (receivedDateTime lt ${to})`],
    [messages, `receivedDateTime lt ${to} and receivedDateTime ge ${from}`],
    ['/v1.0/communications/callRecords', `startDateTime gt ${from} and startDateTime le ${to}`],
    [events, `start/dateTime ge '${from}' and isCancelled eq false`],
    [messages, `receivedDateTime ge ${from} and receivedDateTime lt ${to} and isDraft eq false`],
    [groups, "groupTypes/any(c:c eq 'Unified') and mailEnabled eq true"],
    [groups, 'securityEnabled eq true and mailEnabled eq false'],
  ])('%s takes %s, which means the same as an allowed filter', (path, filter) => {
    expect(sent(path, filter)).not.toEqual([]);
  });

  it.each([
    [events, `end/dateTime ge '${from}'`],
    [users, 'assignedLicenses/$count ne 0'],
    [users, 'assignedLicenses/any(u:u/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)'],
    [users, 'onPremisesSyncEnabled eq true'],
    [`${person}/chats`, `lastUpdatedDateTime gt ${from}`],
    [messages, 'isRead eq false'],
    [messages, 'hasAttachments eq true'],
  ])('%s accepts %s, which queries only kept properties', (path, filter) => {
    expect(sent(path, filter)).not.toEqual([]);
  });

  it.each([
    [users, "mail eq 'alice@contoso.example'"],
    [users, "department eq 'Legal'"],
    [users, "startswith(displayName,'A')"],
    [messages, "from/emailAddress/address eq 'alice@contoso.example'"],
    [users, 'accountEnabled eq true or accountEnabled eq false'],
    [users, 'not(accountEnabled eq true)'],
    [users, 'createdDateTime ge 2026-01-01T00:00:00Z'],
  ])('%s rejects %s', (path, filter) => {
    expect(sent(path, filter)).toEqual([]);
  });
});

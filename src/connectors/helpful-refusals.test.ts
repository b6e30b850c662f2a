import { fileURLToPath } from 'node:url';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
import { notOpened, parseTarget, prepareRefusal } from '../proxy/index.ts';
import { prepareMatcher } from '../rule-forms/prepared.ts';
import { loadSources } from '../sources/index.ts';
import { inSettings, onCommandLine, otherEndpoints } from './other-endpoints.ts';
import { readyConnectors, resolveConnector } from './resolve-connector.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));
const { connectors } = readyConnectors(sources.map((source) => resolveConnector(source)));
const { pseudonyms } = ephemeralKeyring();

const person = pseudonyms.tokenize('0f8fad5b-d9cb-469f-a165-70867728950e', 'user-id');
const oneWay = pseudonyms.pseudonymize('alice@contoso.example', 'mail-address', {
  reversible: false,
  domain: 'keep',
}).token;

const connectorWith = (template: string) => {
  const found = connectors.find(({ rules }) => rules.plan.endpoints.some((each) => each.pathTemplate === template));
  if (found === undefined) throw new Error(`no connector serves ${template}`);
  return found;
};

/** What the connector that serves the template says of a call that it doesn't allow. */
const said = (template: string, path: string, deployed = connectors): string => {
  const connector = connectorWith(template);
  const parsed = parseTarget(path.replaceAll('PERSON', person).replace('ONE-WAY', oneWay));
  if (!parsed.ok) throw new Error(parsed.why);
  const { target } = parsed;
  const input = { method: 'GET', target, headers: {} };
  const match = prepareMatcher(connector.rules.plan).match(input);
  if (match.ok) {
    const opened = match.open(pseudonyms.open);
    return opened.ok ? 'allowed' : String(notOpened(opened).detail);
  }
  const elsewhere = otherEndpoints(connector, { connectors: deployed, sources, howToAdd: inSettings });
  return String(prepareRefusal(elsewhere)(input, match).detail);
};

/** Of the directory, as `/v1.0/users` alone is of other sources too. */
const groups = '/v1.0/groups';
const channels = '/v1.0/teams/{teamId}/channels';
const events = '/v1.0/users/{userId}/events';

describe('a refusal', () => {
  it.each([
    [groups, '/v1.0/users?$search=x', '$search'],
    [groups, '/v1.0/users?orderby=x', '$orderby'],
    [events, '/v1.0/users/PERSON/events?$EXPAND=5', '$expand'],
    [channels, `/v1.0/teams/PERSON/channels?$format=json`, '$format'],
  ])('of %s names the query option of OData in %s', (template, path, option) => {
    expect(said(template, path)).toContain(`query parameter ${option} isn't allowed here; allowed: `);
  });

  it.each(['/v1.0/users?alice=1', '/v1.0/users?$alice=1', '/v1.0/users?$filter.alice=1'])(
    'repeats no other name of a parameter: %s',
    (path) => {
      expect(said(groups, path)).toMatch(/^a query parameter isn't allowed here/);
      expect(said(groups, path)).not.toContain('alice');
    },
  );

  it.each([
    [groups, '/v1.0/users/PERSON/memberOf', 'member-of'],
    [channels, '/v1.0/teams/PERSON/members', 'members'],
    [channels, '/v1.0/teams/PERSON/channels/PERSON/members', 'members'],
    [events, '/v1.0/users/PERSON/memberOf', 'member-of'],
  ])('of the connector with %s names the extra that serves %s', (template, path, extra) => {
    expect(said(template, path)).toMatch(
      new RegExp(
        `no endpoint of the rules has this path; extra ${extra} serves it; the settings of connector [a-z-]+ can`,
      ),
    );
  });

  it.each([
    [channels, '/v1.0/groups?$top=5', groups],
    [events, '/v1.0/users/PERSON/manager', groups],
    [groups, '/v1.0/users/PERSON/events', events],
    [events, '/v1.0/teams/PERSON/channels', channels],
    [groups, '/v1.0/communications/callRecords/getPstnCalls(fromDateTime=2026-01-01,toDateTime=2026-02-01)', channels],
    [groups, '/v1.0/users/PERSON/chats/getAllMessages', channels],
  ])('of the connector with %s names the connector that serves %s', (template, path, serving) => {
    const { name } = connectorWith(serving);
    expect(said(template, path)).toBe(
      `no endpoint of the rules has this path; connector ${name} of this deployment serves it`,
    );
  });

  it.each([
    [channels, '/v1.0/groups', groups],
    [groups, '/v1.0/users/PERSON/events', events],
    [events, '/v1.0/teams/PERSON/members', channels],
  ])('of a deployment of one connector, that with %s, names the source that serves %s', (template, path, serving) => {
    const { source } = connectorWith(serving);
    expect(said(template, path, [connectorWith(template)])).toBe(
      `no endpoint of the rules has this path; source ${source.id} serves it, and no connector here has that source`,
    );
  });

  it.each([
    [groups, '/v1.0/users/$count/x', '$count'],
    [groups, '/v1.0/groups/PERSON/members/$ref', '$ref'],
    [groups, '/v1.0/$metadata', '$metadata'],
    [events, '/v1.0/users/PERSON/photo/$value', '$value'],
  ])('of the connector with %s names the system segment of %s', (template, path, segment) => {
    expect(said(template, path)).toBe(`no endpoint of the rules has ${segment} at this path`);
  });

  it.each([
    [groups, '/v1.0/$batch'],
    [channels, '/beta/$batch'],
    [events, '/v1.0/$Batch'],
  ])('of the connector with %s explains that %s is not supported', (template, path) => {
    expect(said(template, path)).toBe("$batch isn't supported; send each of its requests by itself");
  });

  it.each([
    [groups, '/v1.0/me'],
    [events, '/v1.0/me/events'],
    [channels, '/v1.0/me/chats'],
  ])('of the connector with %s explains that nobody is signed in, for %s', (template, path) => {
    expect(said(template, path)).toContain('there is no signed-in user');
  });

  it.each([
    [groups, '/v1.0/users/ONE-WAY/manager'],
    [events, '/v1.0/users/ONE-WAY/events?$top=5'],
    [channels, '/v1.0/users/ONE-WAY/chats'],
  ])('of the connector with %s explains that a t~ pseudonym is one-way, for %s', (template, path) => {
    expect(said(template, path)).toBe('t~ pseudonyms are one-way; send the p~ pseudonym that replies give as id');
  });

  it.each([
    [groups, '/v1.0/users?$top=PERSON', 'query parameter $top must be an integer from 1 to 999, not a pseudonym'],
    [events, '/v1.0/users/PERSON/calendarView?startDateTime=PERSON', 'not a pseudonym'],
    [events, '/v1.0/users/PERSON/events?$top=ONE-WAY', 'not a pseudonym'],
  ])('of the connector with %s explains that %s accepts no pseudonym', (template, path, detail) => {
    expect(said(template, path)).toContain(detail);
  });

  it.each([
    [groups, '/v1.0/users/', 'the path ends with a slash (nearest endpoint: /v1.0/users)'],
    [
      events,
      '/v1.0/users/PERSON/events/',
      'the path ends with a slash (nearest endpoint: /v1.0/users/{userId}/events)',
    ],
    [channels, '/v1.0/teams/PERSON/channels/', `the path ends with a slash (nearest endpoint: ${channels})`],
  ])('of the connector with %s mentions the slash at the end of %s', (template, path, detail) => {
    expect(said(template, path)).toBe(detail);
  });

  const drive = '/v1.0/drives/{driveId}/root/delta';

  it.each([
    [drive, '/v1.0/drives/PERSON/root/deltas', drive],
    [events, '/v1.0/users/PERSON/event', events],
    [groups, '/v1.0/users/PERSON/direct-reports', '/v1.0/users/{userId}/directReports'],
    [groups, '/v2.0/users', '/v1.0/users'],
    [groups, '/v1.0/group', groups],
  ])('of the connector with %s names for %s the endpoint that is near', (template, path, nearest) => {
    expect(said(template, path)).toBe(`no endpoint of the rules has this path (nearest endpoint: ${nearest})`);
  });

  it.each(['/v1.0/security/alerts', '/v1.0', '/', '/beta/x/y/z', `/v1.0/users${'/users'.repeat(1_000)}`])(
    'names no endpoint for %s, since none is near',
    (path) => {
      expect(said(groups, path)).toBe('no endpoint of the rules has this path');
    },
  );

  it.each([
    [groups, '/v1.0/users/alice@contoso.example', 'path parameter userId must be a pseudonym'],
    [events, '/v1.0/users/alice@contoso.example/events', 'path parameter userId must be a pseudonym'],
    [channels, '/v1.0/teams/19:alice/channels', 'path parameter teamId must be a pseudonym'],
  ])('of the connector with %s requires a pseudonym in %s', (template, path, detail) => {
    expect(said(template, path)).toContain(detail);
    expect(said(template, path)).not.toContain('alice');
  });

  it.each([
    [groups, '/v1.0/users/microsoft.graph.delta()'],
    [groups, '/v1.0/groups/microsoft.graph.delta'],
    [events, '/v1.0/users/PERSON/calendarView/microsoft.graph.delta()?startDateTime=2026-01-01&endDateTime=2026-02-01'],
  ])('is not given by the connector with %s for %s, a function with its namespace', (template, path) => {
    expect(said(template, path)).toBe('allowed');
  });

  it.each([
    [groups, '/v1.0/users/AAMkAGI1', 'userId must be a person '],
    [groups, '/v1.0/groups/alice@contoso.example/members', 'groupId must be a group '],
    [channels, '/v1.0/chats/19:alice/messages', 'chatId must be a chat '],
    [channels, '/v1.0/communications/callRecords/alice@contoso.example', 'callId must be a '],
  ])('of the connector with %s says of %s, as Graph sees it, that a %s', (template, path, detail) => {
    const parsed = parseTarget(path);
    if (!parsed.ok) throw new Error(parsed.why);
    const input = { method: 'GET', target: parsed.target, headers: {} };
    const match = prepareMatcher(connectorWith(template).rules.plan).match(input, { plainValues: true });
    expect(match).toMatchObject({ ok: false, why: expect.stringContaining(`path parameter ${detail}`) });
    expect(match).toMatchObject({ why: expect.stringContaining(', for example ') });
    expect(JSON.stringify(match)).not.toMatch(/pseudonym|alice|AAMk/);
  });

  it('explains how to add extras on the command line', () => {
    const connector = connectorWith(groups);
    const [extra] = otherEndpoints(connector, { connectors: [], sources: [], howToAdd: onCommandLine });
    expect(extra?.servedBy).toMatch(/^extra [a-z-]+ serves it; try it with --extra/);
  });
});

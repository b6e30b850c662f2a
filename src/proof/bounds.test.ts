import { privacyTable, typeIndex } from '../graph-types/type-index.ts';
import { compile } from '../rule-forms/index.ts';
import { describeBound, whyUnbounded } from './bounds.ts';

const limitsOf = (text: string): readonly (readonly [string, string | undefined])[] => {
  const main = { path: 'rules.yaml', text };
  const { plan, diagnostics } = compile({
    ...{ title: 'test', main, shared: [], overlays: [] },
    ...{ types: typeIndex, privacy: privacyTable, builtIn: false },
  });
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return plan.endpoints.map((endpoint) => [describeBound(endpoint.bound), whyUnbounded(endpoint, plan.nodes)]);
};

const endpoint = (text: string): string => `endpoints:\n  - ${text}\n`;
const site = '{ kind: site-id, format: reversible-pseudonym }';

describe('why nothing limits an endpoint', () => {
  it.each([
    [
      'a number',
      '{ pathTemplate: /v1.0/users/$count, entity: user, collection: count }',
      'a number counts people outside too',
    ],
    [
      'sites below a site',
      `{ pathTemplate: "/v1.0/sites/{siteId}/sites", entity: site, collection: true, pathParameterSchemas: { siteId: ${site} }, response: { id: !<tokenize> {} } }`,
      'its items can belong to others than the thing in the path',
    ],
    [
      'all sites',
      '{ pathTemplate: /v1.0/sites, entity: site, collection: true, response: { id: !<tokenize> {} } }',
      'a list of the whole organization; its items name nobody',
    ],
    [
      'all chats',
      '{ pathTemplate: /v1.0/chats, entity: chat, collection: true, response: { id: !<tokenize> {}, lastMessagePreview: { from: { user: { id: !<pseudonymize> { of: user-id } } } } } }',
      'a list of the whole organization; its items mention people, but don’t show whose they are',
    ],
    [
      'the calls of some days',
      '{ pathTemplate: "/v1.0/communications/callRecords/getPstnCalls(fromDateTime={from},toDateTime={to})", entity: callRecords.pstnCallLogRow, collection: true, pathParameterSchemas: { from: { type: date-time }, to: { type: date-time } }, response: { userId: !<pseudonymize> {} } }',
      'a list of the whole organization; its items mention people, but don’t show whose they are',
    ],
    [
      'the root site',
      '{ pathTemplate: /v1.0/sites/root, entity: site, response: { id: !<tokenize> {} } }',
      'it concerns the whole organization',
    ],
  ])('%s', (_, text, reason) => {
    expect(limitsOf(endpoint(text))).toEqual([['refused', reason]]);
  });

  it('is that rules in Psoxy’s form have no kinds', () => {
    expect(limitsOf('endpoints:\n  - pathTemplate: /v1.0/users\n')).toEqual([
      ['refused', 'the rules don’t show which values are people'],
    ]);
  });

  it('is nothing if something limits it', () => {
    const limited = `{ pathTemplate: "/v1.0/sites/{siteId}", entity: site, pathParameterSchemas: { siteId: ${site} }, response: { id: !<tokenize> {} } }`;
    expect(limitsOf(endpoint(limited))).toEqual([['owner of the site in {siteId}', undefined]]);
  });
});

import type { Plan } from '../plan/index.ts';
import { compile } from '../rule-forms/index.ts';
import { linkPath } from './sealed-link.ts';
import { errorOf, pageOf, textOf, worldOf } from './testing/world.ts';

const rules = `
endpoints:
  - pathTemplate: /v1.0/users/{id}/events
    allowedQueryParams: [$top]
    allowedRequestHeaders: [Prefer]
    pathParameterSchemas:
      id: { type: string, format: reversible-pseudonym }
    transforms:
      - !<pseudonymize> { jsonPaths: [$..mail], includeReversible: true }
  - pathRegex: ^/v1\\.0/groups/[0-9a-f-]{36}/members(\\?.*)?$
    transforms:
      - !<redact> { jsonPaths: [$..displayName] }
  - pathTemplate: /v1.0/ping
    allowedMethods: [HEAD, POST]
`;
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';

const plan = ((): Plan => {
  const none = { version: { 'v1.0': '', beta: '' }, types: {} } as never;
  const result = compile({
    title: 'test',
    main: { path: 'rules.yaml', text: rules },
    shared: [],
    overlays: [],
    types: none,
    privacy: none,
    builtIn: false,
  });
  if (result.plan === undefined) throw new Error(JSON.stringify(result.diagnostics));
  return result.plan;
})();

describe('rules of Psoxy’s form in the proxy', () => {
  it('are matched, opened and run', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: { value: [{ mail: 'alice@contoso.example', kept: 1 }] } });
    const token = world.keyring.pseudonyms.tokenize(guid, 'rule-text/x');
    const reply = await call(`/v1.0/users/${token}/events?$top=5`, { headers: { prefer: 'outlook.timezone="UTC"' } });
    expect(world.requests[0]).toMatchObject({
      url: `https://graph.example/v1.0/users/${guid}/events?$top=5`,
      headers: { prefer: 'outlook.timezone="UTC"' },
    });
    expect(pageOf(reply).value).toEqual([{ mail: expect.stringMatching(/^p~.*@contoso\.example$/), kept: 1 }]);
  });

  it('have their links sealed, on a path that holds no id, and followed', async () => {
    for (const path of [`/v1.0/users/${guid}/events`, `/v1.0/groups/${guid}/members`]) {
      const { world, call } = worldOf(plan);
      world.answers.push({ body: { value: [], '@odata.nextLink': `https://graph.example${path}?$skiptoken=alice` } });
      const reply = await call(`/v1.0/users/${world.keyring.pseudonyms.tokenize(guid, 'rule-text/x')}/events`);
      const link = pageOf(reply)['@odata.nextLink'] ?? '';
      expect(link).toContain(`https://proxy.example${linkPath}?$skiptoken=`);
      expect(textOf(reply)).not.toMatch(/alice|0f8fad5b/);

      world.answers.push({ body: { value: [{ displayName: 'Alice', id: 1 }] } });
      expect((await call(link.replace('https://proxy.example', ''))).status).toBe(200);
      expect(world.requests[1]?.url).toBe(`https://graph.example${path}?$skiptoken=alice`);
      expect(errorOf(await call(`${link.replace('https://proxy.example', '')}&$top=1`)).message).toContain(
        'a link takes no further query parameters',
      );
      expect(errorOf(await call(link.replace(`https://proxy.example${linkPath}`, path))).code).toBe(
        'Graphveil.LinkInvalid',
      );
    }
  });

  it('answer an empty body with 502, except for responses without a body', async () => {
    const { world, call } = worldOf(plan);
    world.answers.push({ body: '' }, { body: '' }, { body: '' }, { status: 204, body: '' }, { body: '' });
    const target = `/v1.0/users/${world.keyring.pseudonyms.tokenize(guid, 'rule-text/x')}/events`;
    expect(errorOf(await call(target)).code).toBe('Graphveil.UpstreamInvalid');
    expect((await call('/v1.0/ping', { method: 'HEAD' })).status).toBe(200);
    expect((await call('/v1.0/ping', { method: 'post' })).status).toBe(204);
    expect(world.records.at(-1)?.dropped).toEqual({
      unknownProperties: 0,
      unknownAnnotations: 0,
      wrongTypes: 0,
      unfitFormats: 0,
    });
    expect((await call('/v1.0/ping', { method: 'POST' })).status).toBe(502);
    expect((await call('/v1.0/ping', { method: 'GET' })).status).toBe(403);
  });

  it('refuse a token that can’t be opened', async () => {
    const { call } = worldOf(plan);
    expect(errorOf(await call(`/v1.0/users/p~${'A'.repeat(64)}/events`)).code).toBe('Graphveil.PseudonymInvalid');
  });
});

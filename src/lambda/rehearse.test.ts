import { fileURLToPath } from 'node:url';
import { resolveConnector } from '../connectors/index.ts';
import { loadSources } from '../sources/index.ts';
import { rehearse } from './rehearse.ts';

const source = loadSources(fileURLToPath(new URL('../../rules', import.meta.url))).sources.find(({ permissions }) =>
  permissions.some(({ name }) => name === 'User.Read.All'),
);
if (source === undefined) throw new Error('no source lists people');
const { expectedRoles, rules } = resolveConnector(source);
const { plan } = rules;
if (plan === undefined) throw new Error('the rules have problems');

describe('rehearse', () => {
  it('serves a page to nobody', async () => {
    expect(await rehearse({ plan, expectedRoles, version: '0.0.0' })).toBe(200);
  });

  it('does nothing if every endpoint has a parameter', async () => {
    const endpoints = plan.endpoints.filter(({ pathTemplate }) => pathTemplate?.includes('{'));

    expect(await rehearse({ plan: { ...plan, endpoints }, expectedRoles, version: '0.0.0' })).toBeUndefined();
  });
});

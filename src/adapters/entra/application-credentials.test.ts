import type { UpstreamRequest } from '../../ports/index.ts';
import { applicationCredentials } from './application-credentials.ts';

const graph = 'https://graph.example';
const clientId = '33333333-2222-4333-8444-555555555555';
const token = { token: 'x', roles: ['Application.Read.All'], obtainedAt: 0, expiresAt: 1 };

const reader = (answers: Readonly<Record<string, unknown>>) => {
  const seen: UpstreamRequest[] = [];
  const send = async (request: UpstreamRequest) => {
    seen.push(request);
    const kind = /\/v1\.0\/(\w+)\(/.exec(request.url)?.[1] ?? '';
    const json = answers[kind];
    const body = new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json ?? {}));
    return { status: json === undefined ? 404 : 200, headers: {}, body };
  };
  const accessTokens = { get: async () => token, renew: async () => token };
  return { seen, count: applicationCredentials({ http: { send }, accessTokens, graph }) };
};

it('counts passwords and certificates of the registration and of the enterprise application', async () => {
  const { seen, count } = reader({
    applications: { passwordCredentials: [{}, {}], keyCredentials: [] },
    servicePrincipals: { passwordCredentials: [], keyCredentials: [{}] },
  });
  expect(await count(clientId)).toBe(3);
  expect(seen.map(({ url }) => url)).toEqual([
    `${graph}/v1.0/applications(appId='${clientId}')?$select=passwordCredentials,keyCredentials`,
    `${graph}/v1.0/servicePrincipals(appId='${clientId}')?$select=passwordCredentials,keyCredentials`,
  ]);
});

it.each([
  ['one of them is missing', { applications: {} }],
  ['a reply is damaged', { applications: '{', servicePrincipals: {} }],
])('can’t tell if %s', async (_, answers) => {
  expect(await reader(answers).count(clientId)).toBeUndefined();
});

it('asks nothing about a text that is no id', async () => {
  const { seen, count } = reader({});
  expect(await count("x')/owners")).toBeUndefined();
  expect(seen).toEqual([]);
});

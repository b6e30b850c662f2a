import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../../config/index.ts';
import { readyConnectors, resolveSettings } from '../../connectors/index.ts';
import { loadSources } from '../../sources/index.ts';
import { loadCast } from '../cases/load-cases.ts';
import { testConnectors } from './test-connectors.ts';

const rulesFolder = fileURLToPath(new URL('../../../rules', import.meta.url));
const { sources } = loadSources(rulesFolder);
const { cast } = loadCast(rulesFolder);
const source = sources[0]?.id ?? '';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-own-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const people = (response: string): string => `endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    response: ${response}
`;
const careful = people('{ id: !<pseudonymize> {}, accountEnabled: keep }');

const psoxy = `endpoints:
  - pathTemplate: /v1.0/users
    transforms: [!<redact> { jsonPaths: ["$..displayName"] }]
`;

const caseWith = (accountEnabled: boolean): string => `shows: a person
call: { url: /v1.0/users }
upstream: { asked: /v1.0/users, body: { value: [{ accountEnabled: true, displayName: Wren }] } }
reply: { status: 200, body: { value: [{ accountEnabled: ${accountEnabled} }] } }
`;

type Own = { readonly rules: string; readonly cases?: string; readonly entry?: string };

/** The problems that the gate finds in a connector with a rule file of its own. */
const problemsOf = async ({ rules, cases, entry = '' }: Own) => {
  writeFileSync(join(folder, 'own.yaml'), rules);
  if (cases !== undefined) {
    mkdirSync(join(folder, 'cases'));
    writeFileSync(join(folder, 'cases/people.case.yaml'), cases);
  }
  const { settings, positionOf } = loadSettings(
    `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
sources: { own: { source: ${source}, rules: own.yaml${entry} }, ${source}: {} }
`,
    'graphveil.yaml',
    sources,
  );
  if (settings === undefined) throw new Error('the settings have mistakes');
  const { connectors } = readyConnectors(resolveSettings({ settings, sources, folder, positionOf }));
  expect(connectors.map(({ name }) => name)).toEqual(['own', source]);
  return testConnectors(connectors, cast);
};

const accepted = ', acceptUnproven: taken over for now';

describe('the tests of custom rules before a deployment', () => {
  it('find nothing in careful rules, with and without cases', async () => {
    expect(await problemsOf({ rules: careful })).toEqual([]);
    expect(await problemsOf({ rules: careful, cases: caseWith(true) })).toEqual([]);
  });

  it('stop at a case that fails, with the place in the settings and its difference', async () => {
    const problems = await problemsOf({ rules: careful, cases: caseWith(false) });

    expect(problems).toMatchObject([
      {
        severity: 'error',
        code: 'settings/failing-rules',
        position: { file: 'graphveil.yaml', line: 8 },
        message: expect.stringMatching(/people\.case\.yaml: reply\.body value\[0\]\.accountEnabled|accountEnabled/),
        hint: expect.stringContaining('graphveil test'),
      },
    ]);
  });

  it('stop at a case file with mistakes', async () => {
    const problems = await problemsOf({ rules: careful, cases: 'call: 7\n' });

    expect(problems).toMatchObject([{ severity: 'error', code: 'settings/failing-rules' }]);
  });

  it('warn of texts that come out of rules that are accepted unproven', async () => {
    const problems = await problemsOf({
      rules: people(
        '{ id: !<pseudonymize> {}, displayName: !<redactExceptSubstringsMatchingRegexes> { exceptions: [".*"] }, surname: !<filterTokenByRegex> { filters: [".*"] }, jobTitle: !<filterTokenByRegex> { filters: [".*"] }, city: !<filterTokenByRegex> { filters: [".*"] } }',
      ),
      entry: accepted,
    });

    expect(problems).toMatchObject([
      { severity: 'warning', code: 'settings/failing-rules', message: expect.stringContaining('comes out of the') },
    ]);
    expect(problems[0]?.message).toMatch(/ and \d+ more$/);
  });

  it("run the cases of Psoxy's form, and no canaries", async () => {
    expect(await problemsOf({ rules: psoxy, entry: accepted })).toEqual([]);
    expect(await problemsOf({ rules: psoxy, cases: caseWith(true), entry: accepted })).toEqual([]);
  });

  it("warn of a failing case of Psoxy's form", async () => {
    expect(await problemsOf({ rules: psoxy, cases: caseWith(false), entry: accepted })).toMatchObject([
      { severity: 'warning', code: 'settings/failing-rules' },
    ]);
  });
});

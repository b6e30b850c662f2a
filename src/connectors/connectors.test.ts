import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../config/index.ts';
import { findingsOf } from '../proof/index.ts';
import { loadSources } from '../sources/index.ts';
import { inBaseUrlOrder } from './base-url.ts';
import { answerDispositions } from './dispositions.ts';
import { readyConnectors } from './resolve-connector.ts';
import { resolveSettings } from './resolve-settings.ts';

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));
const [first] = sources;
if (first === undefined) throw new Error('no source found');

const folder = mkdtempSync(join(tmpdir(), 'graphveil-connectors-'));

const prepare = (entry: string, settingsFile = 'graphveil.yaml', source = first.id) => {
  const text = `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
sources:
  own: { source: ${source}${entry} }
`;
  const { settings, problems, positionOf } = loadSettings(text, settingsFile, sources);
  if (settings === undefined) throw new Error(JSON.stringify(problems));
  return readyConnectors(resolveSettings({ settings, sources, folder, positionOf }));
};

const rules = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

const psoxy =
  'endpoints:\n  - pathTemplate: /v1.0/users\n    transforms:\n      - !<redact> { jsonPaths: ["$..displayName"] }\n';

describe('resolveSettings', () => {
  it('compiles and proves the source’s own rules', () => {
    const { connectors, problems } = prepare('');

    expect(problems).toEqual([]);
    expect(connectors).toMatchObject([{ name: 'own', acceptUnproven: undefined, source: { id: first.id } }]);
    expect(connectors.map(({ rules: { proof } }) => findingsOf(proof))).toEqual([[]]);
  });

  it('requires that members of groups can be read if a caller is limited to one', () => {
    const caller = (sources = '') =>
      `\ncallers: { pilot: { googleServiceAccounts: ["1234567890123"], groups: [7d4a1d3e-1111-4000-8000-000000000001]${sources} } }`;
    const [unable] = sources.filter(({ extras }) => extras.some(({ id }) => id === 'population'));
    const problemsOf = (entry: string, rest: string) =>
      prepare(`${entry} }${rest.replace(/ \}$/, '')}`, 'graphveil.yaml', unable?.id).problems;

    expect(problemsOf('', caller())).toMatchObject([
      { severity: 'error', code: 'settings/population-permission', position: { line: 10 } },
    ]);
    expect(problemsOf(', extras: [population]', caller())).toEqual([]);
    const file = rules('limited.yaml', psoxy);
    expect(problemsOf(`, rules: ${file}, acceptUnproven: taken over for now`, caller())).toMatchObject([
      { code: 'settings/unproven-rules' },
      { code: 'settings/limit-without-kinds' },
    ]);
  });

  it('accepts unproven rules until a day, and no longer', () => {
    const file = rules('until.yaml', psoxy);
    const accepted = prepare(`, rules: ${file}, acceptUnproven: { reason: taken over for now, until: 2999-12-31 }`);
    const ended = prepare(`, rules: ${file}, acceptUnproven: { reason: taken over for now, until: 2020-12-31 }`);

    expect(accepted.problems).toMatchObject([{ severity: 'warning', code: 'settings/unproven-rules' }]);
    expect(ended.problems).toMatchObject([
      { severity: 'error', code: 'settings/acceptance-ended', position: { line: 9 } },
    ]);
  });

  it('refuses a rule file that is not there', () => {
    const { connectors, problems } = prepare(', rules: gone.yaml');

    expect(connectors).toEqual([]);
    expect(problems).toMatchObject([{ code: 'settings/no-rules-file', position: { file: 'graphveil.yaml', line: 9 } }]);
  });

  it('refuses a rule file that does not compile, with places in that file', () => {
    const { connectors, problems } = prepare(`, rules: ${rules('broken.yaml', 'endpoint: []\n')}`);

    expect(connectors).toEqual([]);
    expect(problems[0]).toMatchObject({ severity: 'error', position: { file: 'broken.yaml' } });
  });

  it('names a rule file by the path that the settings were named by, so that it is found from there', () => {
    const { problems } = prepare(`, rules: ${rules('broken.yaml', 'endpoint: []\n')}`, 'deploy/prod/graphveil.yaml');

    expect(problems[0]).toMatchObject({ position: { file: 'deploy/prod/broken.yaml' } });
  });

  it('refuses rules that do not prove', () => {
    const { connectors, problems } = prepare(`, rules: ${rules('psoxy.yaml', psoxy)}`);

    expect(connectors).toEqual([]);
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'settings/unproven-rules',
        position: { file: 'graphveil.yaml', line: 9 },
        hint: expect.stringContaining('docs/guides/move-from-psoxy-rules.md'),
      },
    ]);
  });

  it('names the command that shows every gap of rules that do not prove', () => {
    const named = rules(
      'keeps-names.yaml',
      `endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    response: { displayName: keep }
`,
    );
    const { problems } = prepare(`, rules: ${named}`, 'deploy/graphveil.yaml');

    expect(problems.at(-1)).toMatchObject({
      code: 'settings/unproven-rules',
      message: expect.stringMatching(/deploy\/keeps-names\.yaml:5:30 proof\/[a-z-]+ user: displayName: /),
      hint: expect.stringMatching(/^npx --no-install graphveil prove deploy\/keeps-names\.yaml shows each gap;/),
    });
  });

  it('warns of unproven rules if the settings give a reason', () => {
    const { connectors, problems } = prepare(
      `, rules: ${rules('psoxy.yaml', psoxy)}, acceptUnproven: taken over for now`,
    );

    expect(connectors).toMatchObject([{ acceptUnproven: 'taken over for now' }]);
    expect(problems.at(-1)).toMatchObject({
      severity: 'warning',
      hint: 'accepted with the reason: taken over for now',
    });
  });
});

describe('connectors below one base URL', () => {
  const two = (rest: string) => prepare(` }\n  second: { source: ${first.id}${rest.replace(/ \}$/, '')}`);
  const codes = (rest: string) =>
    two(rest).problems.map(({ code, severity, position }) => [severity, code, position.line]);

  it('need an order for paths that several serve', () => {
    expect(codes(' }\nbaseUrl: {')).toEqual([['error', 'settings/base-url-order', 11]]);
    expect(codes(' }\nclients: {')).toMatchObject([['error', 'settings/base-url-order', expect.any(Number)]]);
    expect(two(' }\nbaseUrl: {').problems[0]?.message).toMatch(/such as \/\S+, .*: own, second$/);
    expect(codes(' }\nbaseUrl: { order: [second]')).toEqual([]);
    expect(codes('')).toEqual([]);
  });

  it('come in that order, and the others after them', () => {
    const names = ['one', 'two', 'three', 'four'].map((name) => ({ name }));
    const ordered = (order: readonly string[]) => inBaseUrlOrder(names, { baseUrl: { order } }).map(({ name }) => name);

    expect(ordered(['four', 'two'])).toEqual(['four', 'two', 'one', 'three']);
    expect(inBaseUrlOrder(names, { baseUrl: undefined })).toEqual(names);
  });
});

describe('answerDispositions', () => {
  it('lists each kind of answer once, with every address that gives it', () => {
    const [prepared] = prepare('').connectors;
    if (prepared === undefined) throw new Error('the source does not compile');
    const answers = answerDispositions(prepared.rules.proof);

    expect(answers.flatMap(({ endpoints }) => endpoints)).toHaveLength(prepared.rules.plan.endpoints.length);
    expect(answers.every(({ dropped }) => dropped.length > 0)).toBe(true);
  });

  it('is empty for rules that cannot be proven', () => {
    const [prepared] = prepare(`, rules: ${rules('psoxy.yaml', psoxy)}, acceptUnproven: taken over for now`).connectors;

    expect(prepared === undefined ? undefined : answerDispositions(prepared.rules.proof)).toEqual([]);
  });
});

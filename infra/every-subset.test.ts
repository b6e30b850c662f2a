import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from '../src/config/index.ts';
import { resolveSettings } from '../src/connectors/index.ts';
import { consentConnector } from '../src/documents/index.ts';
import { loadSources } from '../src/sources/index.ts';
import type { Deployment } from './deployment.ts';
import { synthesize } from './main.ts';
import { fromStack } from './testing/fixture.ts';

const { sources } = loadSources(fileURLToPath(new URL('../rules', import.meta.url)));
const ids = sources.map(({ id }) => id);

/** Every non-empty subset of the sources. */
const subsets = Array.from({ length: 2 ** ids.length - 1 }, (_, number) =>
  ids.filter((_, bit) => ((number + 1) >> bit) & 1),
);

const deployment = (chosen: readonly string[], rest: string): Deployment => {
  const text = `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
sources: { ${chosen.map((id) => `${id}: {}`).join(', ')} }
${rest}`;
  const { settings, problems, positionOf } = loadSettings(text, 'graphveil.yaml', sources);
  if (settings === undefined) throw new Error(JSON.stringify(problems));
  const resolved = resolveSettings({ settings, sources, folder: '', positionOf });
  const consent = new Map(resolved.map((connector) => [connector.name, consentConnector(connector)]));
  return {
    settings,
    connectors: settings.connectors.map((connector) => {
      const described = consent.get(connector.name);
      if (described === undefined) throw new Error(`nothing describes ${connector.name}`);
      return {
        ...connector,
        consent: described,
        methods: ['GET'],
        codeHash: 'aGFzaA==',
        settingsHash: '0123456789abcdef',
      };
    }),
    fromStack,
    version: '0.0.0',
  };
};

const outdir = mkdtempSync(join(tmpdir(), 'graphveil-subsets-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const synthesized = (chosen: readonly string[], rest: string) => {
  synthesize(deployment(chosen, rest), outdir);
  const [stack = ''] = readdirSync(join(outdir, 'stacks'));
  return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as {
    readonly resource: Record<string, Record<string, unknown>>;
  };
};

describe(`every subset of ${ids.length} sources`, () => {
  it('synthesizes with one application each', () => {
    for (const chosen of subsets) {
      const { resource } = synthesized(chosen, 'documents: { deliver: outputs }');
      expect(Object.keys(resource['azuread_application'] ?? {}).sort()).toEqual([...chosen].sort());
      expect(Object.keys(resource['aws_lambda_function'] ?? {}).sort()).toEqual([...chosen].sort());
    }
  }, 120_000);

  it('synthesizes with one shared application', () => {
    for (const chosen of subsets) {
      const { resource } = synthesized(chosen, 'sharedApplication:\ndocuments: { deliver: outputs }');
      const trusts = resource['azuread_application_federated_identity_credential'];
      expect(Object.keys(resource['azuread_application'] ?? {})).toEqual(['shared']);
      expect(Object.keys(trusts ?? {}).sort()).toEqual([...chosen].sort());
    }
  }, 120_000);

  it('lets one resource write the documents of all of them', () => {
    const { resource } = synthesized(ids, '');
    const { documents } = resource['terraform_data'] as {
      readonly documents: { readonly triggers_replace: { readonly consent: object } };
    };

    expect(Object.keys(documents.triggers_replace.consent)).toEqual(ids);
  });
});

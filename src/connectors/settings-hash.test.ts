import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../config/index.ts';
import { loadSources } from '../sources/index.ts';
import { readyConnectors } from './resolve-connector.ts';
import { resolveSettings } from './resolve-settings.ts';
import { settingsHash } from './settings-hash.ts';

const { sources } = loadSources(new URL('../../rules', import.meta.url).pathname);
const source = sources.find(({ variants }) => variants.size > 0);
if (source === undefined) throw new Error('a source with a variant is needed');
const [variant = ''] = source.variants.keys();
const folder = mkdtempSync(join(tmpdir(), 'graphveil-hash-'));

const hashOf = (entry: string, rest = '', file = 'graphveil.yaml'): string => {
  const text = `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
sources: { own: { source: ${source.id}${entry} } }
${rest}`;
  writeFileSync(join(folder, file), text);
  const { settings, positionOf, problems } = loadSettings(text, file, sources);
  if (settings === undefined) throw new Error(JSON.stringify(problems));
  const { connectors } = readyConnectors(resolveSettings({ settings, sources, folder, positionOf }));
  const [connector] = connectors;
  if (connector === undefined) throw new Error('no connector');
  return settingsHash(settings, connector);
};

describe('settingsHash', () => {
  const before = hashOf('');

  it.each([
    ['a variant', `, variants: [${variant}]`, ''],
    ['memory', ', memory: 1024', ''],
    ['a stopped connector', ', enabled: false', ''],
    ['the exposure', '', 'exposure: http-api\n'],
  ])('differs after a change of %s', (_, entry, rest) => {
    expect(hashOf(entry, rest)).not.toBe(before);
  });

  it.each([
    ['alarms', ', alarms: { errors: 9 }', ''],
    [
      'callers of everybody',
      '',
      'callers: { bi: { awsPrincipals: ["arn:aws:iam::444455556666:root"], externalId: agreed-id } }\n',
    ],
    ['comments', '', '# nothing\n'],
  ])('stays after a change of %s, which no function knows', (_, entry, rest) => {
    expect(hashOf(entry, rest, 'another.yaml')).toBe(before);
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { loadSources } from '../../sources/index.ts';
import { loadSettings } from './load-settings.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { sources } = loadSources(`${root}/rules`);
const [first] = sources;

const guides = [
  'first-deployment',
  'pilot-calendar',
  'two-teams',
  'shared-application',
  'no-administrator-role',
  'move-from-psoxy',
];

const blocks = guides.flatMap((guide) => {
  const text = readFileSync(`${root}/docs/guides/${guide}.md`, 'utf8');
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ''], index) => ({
    name: `${guide}, block ${index + 1}`,
    yaml: yaml
      .replaceAll('your-own-object-id', '44444444-2222-3333-4444-555555555555')
      .replaceAll('000000000000', '111122223333')
      .replaceAll('choose-an-external-id', 'agreed-id'),
  }));
});

const aws = {
  account: '111122223333',
  region: 'eu-central-1',
  tokenIssuer: 'https://abc.tokens.sts.global.api.aws',
  keysRole: 'arn:aws:iam::111122223333:role/ops',
};

/** Settings that a fragment of a guide stands in. */
const around = (yaml: string): string => {
  const given = parse(yaml) as Readonly<Record<string, object>>;
  const named = Object.keys(given['applications'] ?? {});
  return stringify({
    environment: 'test',
    tenant: { id: '11111111-2222-3333-4444-555555555555' },
    sources: Object.fromEntries((named.length > 0 ? named : [first?.id]).map((name) => [name, {}])),
    ...given,
    aws: { ...aws, ...given['aws'] },
  });
};

describe('settings in the guides', () => {
  it.each(blocks)('have no mistake: $name', ({ yaml }) => {
    const { problems } = loadSettings(around(yaml), 'guide', sources);

    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

import { isPlaceholder } from '../../config/index.ts';
import { readYamlText, replaceInYaml } from '../../yaml/index.ts';
import type { AwsAnswers } from '../shared/ask-aws.ts';
import type { AzureAnswers } from '../shared/ask-azure.ts';

export type SettingsInput = {
  readonly environment: string;
  /** Ids of the sources to deploy; the example's first one if there are none. */
  readonly sources: readonly string[];
  readonly aws: Omit<AwsAnswers, 'findings'>;
  readonly azure: Omit<AzureAnswers, 'findings'>;
  readonly externalId: string;
  /** Path of graphveil.schema.json from the folder of the settings, for editors. */
  readonly schema: string;
};

const header = (schema: string): string => `# yaml-language-server: $schema=${schema}
#
# Settings of this Graphveil deployment, written by \`graphveil init\`. Values of zeros are placeholders, which no command
# deploys. docs/reference/settings.md describes every key. \`npx --no-install graphveil doctor\` checks the file and its prerequisites.
`;

type Written = { readonly sources: object; readonly callers?: object };

type KnownValue = readonly [path: readonly string[], value: string | undefined];

const firstCaller = ({ callers = {} }: Written): string => Object.keys(callers)[0] ?? '';

/** Values in place of placeholders. The person who runs `init` becomes the first caller. */
const knownValues = (caller: string, { aws, azure, externalId }: SettingsInput): readonly KnownValue[] => [
  [['tenant', 'id'], azure.tenantId],
  [['aws', 'account'], aws.account && JSON.stringify(aws.account)],
  [['aws', 'tokenIssuer'], aws.tokenIssuer],
  [['aws', 'keysRole'], aws.keysRole],
  [['callers', caller, 'awsPrincipals'], aws.keysRole && JSON.stringify([aws.keysRole])],
  [['callers', caller, 'externalId'], externalId],
];

const replaced = (values: readonly KnownValue[]) =>
  values.flatMap(([path, by]) => (by === undefined ? [] : [{ path, by }]));

const read = (text: string, file: string): Written => readYamlText(text, file).value as Written;

/**
 * Returns the example with the known values in place of its placeholders. Comments and everything else stay. The
 * example's tags are removed, because they are its own.
 */
export const settingsText = (example: string, input: SettingsInput): string => {
  const written = read(example, 'graphveil.example.yaml');
  const ids = input.sources.length > 0 ? input.sources : Object.keys(written.sources).slice(0, 1);
  const known = replaced([
    [['environment'], input.environment],
    [['tenant', 'cloud'], input.azure.cloud],
    [['aws', 'region'], input.aws.region],
    [['sources'], ids.map((id) => `${id}: {}`).join('\n  ')],
    ...knownValues(firstCaller(written), input),
  ]);
  const text = replaceInYaml(example, [...known, { path: ['aws', 'tags'], by: undefined }]);
  return text.replace(/^(?:#[^\n]*\n)+/, () => header(input.schema));
};

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], value);

/** The settings of a file, as in `tenant.id`, that are placeholders and that `init` knows to find. */
export const placeholdersIn = (text: string, file: string): ReadonlySet<string> => {
  const written = read(text, file);
  if (typeof written !== 'object' || written === null) return new Set();
  const nothing = { environment: '', sources: [], aws: {}, azure: {}, externalId: '', schema: '' };
  const paths = knownValues(firstCaller(written), nothing).map(([path]) => path);
  const isOpen = (path: readonly string[]) =>
    [valueAt(written, path)].flat().some((each) => isPlaceholder(String(each)));
  return new Set(paths.filter(isOpen).map((path) => path.join('.')));
};

/** Returns a settings file with the known values in place of its placeholders. Everything else stays. */
export const filledText = (text: string, file: string, input: SettingsInput): string => {
  const open = placeholdersIn(text, file);
  const values = knownValues(firstCaller(read(text, file)), input).filter(([path]) => open.has(path.join('.')));
  return replaceInYaml(text, replaced(values));
};

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

type Example = { readonly sources: object; readonly callers: object };

/**
 * Returns the example with the known values in place of its placeholders. Comments and everything else stay. The person
 * who runs `init` becomes the first caller. The example's tags are removed, because they are its own.
 */
export const settingsText = (example: string, input: SettingsInput): string => {
  const { sources, callers } = readYamlText(example, 'graphveil.example.yaml').value as Example;
  const [caller = ''] = Object.keys(callers);
  const ids = input.sources.length > 0 ? input.sources : Object.keys(sources).slice(0, 1);
  const { account, region, keysRole, tokenIssuer } = input.aws;
  const values: readonly (readonly [path: readonly string[], value: string | undefined])[] = [
    [['environment'], input.environment],
    [['tenant', 'id'], input.azure.tenantId],
    [['tenant', 'cloud'], input.azure.cloud],
    [['aws', 'account'], account && JSON.stringify(account)],
    [['aws', 'region'], region],
    [['aws', 'tokenIssuer'], tokenIssuer],
    [['aws', 'keysRole'], keysRole],
    [['sources'], ids.map((id) => `${id}: {}`).join('\n  ')],
    [['callers', caller, 'awsPrincipals'], keysRole && JSON.stringify([keysRole])],
    [['callers', caller, 'externalId'], input.externalId],
  ];
  const known = values.flatMap(([path, by]) => (by === undefined ? [] : [{ path, by }]));
  const text = replaceInYaml(example, [...known, { path: ['aws', 'tags'], by: undefined }]);
  return text.replace(/^(?:#[^\n]*\n)+/, () => header(input.schema));
};

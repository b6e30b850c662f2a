import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { askAws } from '../shared/ask-aws.ts';
import { askAzure } from '../shared/ask-azure.ts';
import { chooseSources } from '../shared/choose-rules.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { accountWide } from '../shared/federation.ts';
import { type Finding, findingsText, isOfNetwork } from '../shared/finding.ts';
import { isPackage } from '../shared/install-kind.ts';
import { knownValues } from '../shared/known-values.ts';
import { tryReadSettings } from '../shared/read-settings.ts';
import { table } from '../shared/table.ts';
import { confirm, printJson, printOut, printRemark } from '../shared/terminal.ts';
import { filledText, placeholdersIn, settingsText } from './write-settings.ts';

type Options = {
  readonly settings: string;
  readonly environment: string;
  readonly source: readonly string[];
  readonly region?: string;
  readonly enableFederation?: true;
  readonly json?: true;
};

const root = join(rulesFolder, '..');

const example = (): string => readFileSync(join(root, 'graphveil.example.yaml'), 'utf8');

/** With forward slashes, as every path in settings. */
const schemaFrom = (path: string): string => {
  const steps = relative(dirname(resolve(path)), join(root, 'graphveil.schema.json')).split(sep);
  return (steps[0] === '..' ? steps : ['.', ...steps]).join('/');
};

const deploy = (environment: string): readonly (readonly string[])[] => {
  if (!isPackage()) return [['npm run deploy', 'plan, ask, apply, and write the consent document']];
  const stack = `cdktf.out/stacks/graphveil.${environment}`;
  return [
    ['npx --no-install graphveil synth', `write ${stack}`],
    [`terraform -chdir=${stack} init`, 'get the providers'],
    [`terraform -chdir=${stack} apply`, 'plan, ask, apply, and write the consent document'],
  ];
};

const next = (environment: string): string =>
  [
    '',
    'Next:',
    ...table(
      [
        ['npx --no-install graphveil doctor', 'check the prerequisites'],
        ...deploy(environment),
        ['npx --no-install graphveil keys init --aws', 'create the keyring'],
        ['npx --no-install graphveil status', 'show the health of each connector, and who can fix each problem'],
      ],
      { indent: 2 },
    ),
  ].join('\n');

/** Explains the account-wide switch and asks, unless the options allow it. */
const mayEnable =
  ({ enableFederation }: Options) =>
  async (account: string): Promise<boolean> => {
    printRemark(accountWide(account));
    return enableFederation === true || confirm('Turn it on?');
  };

/** Errors of the written file, except for placeholders that a finding explains. */
const mistakesIn = (path: string): readonly string[] =>
  tryReadSettings(path)
    .problems.filter(({ severity, code }) => severity === 'error' && code !== 'settings/placeholder')
    .map(formatDiagnostic);

/** Findings about values that were open. A file of one's own keeps all others. */
const ofOpen = (findings: readonly Finding[], open: ReadonlySet<string> | undefined): readonly Finding[] =>
  open === undefined ? findings : findings.filter(({ check }) => open.has(check));

const show = (path: string, environment: string, { verb, complete, findings, mistakes }: Outcome): void => {
  const rest = complete
    ? ''
    : '; values of zeros are still missing. Fill them in, or run this again when it can find them';
  printOut(`${verb} ${path}${rest}\n${findingsText(findings)}`);
  for (const mistake of mistakes) printRemark(mistake);
  printOut(next(environment));
};

type Outcome = {
  readonly verb: 'wrote' | 'completed';
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly mistakes: readonly string[];
};

/**
 * Writes the settings of a first deployment with the values that AWS and Azure know. In a file that exists, fills in
 * only placeholders.
 */
export const run = async (options: Options): Promise<void> => {
  const { settings: path, source, environment } = options;
  const sources = source.length === 0 ? [] : chooseSources(source).sources.map(({ id }) => id);
  const existing = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const open = existing === undefined ? undefined : placeholdersIn(existing, path);
  if (open?.size === 0) throw cliError('Settings.Exists', { path });
  const aws = await askAws(options.region, mayEnable(options));
  const azure = await askAzure();
  const known = { environment, sources, aws, azure, externalId: randomUUID(), schema: schemaFrom(path) };
  writeFileSync(path, existing === undefined ? settingsText(example(), known) : filledText(existing, path, known));
  const findings = ofOpen([...knownValues(aws, azure), ...aws.findings, ...azure.findings], open);
  const mistakes = mistakesIn(path);
  const complete = mistakes.length === 0 && findings.every(({ state }) => state !== 'wrong');
  if (options.json) printJson({ path, complete, findings, mistakes });
  else show(path, environment, { verb: existing === undefined ? 'wrote' : 'completed', complete, findings, mistakes });
  if (findings.some(isOfNetwork)) process.exitCode = exitCodes.world;
  else if (!complete) process.exitCode = exitCodes.no;
};

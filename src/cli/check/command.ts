import { type Rules, readRuleFiles, rulesOfFile } from '../../connectors/index.ts';
import { type Diagnostic, formatDiagnostic, hasErrors, sortDiagnostics } from '../../diagnostics/index.ts';
import type { Plan } from '../../plan/index.ts';
import { findingsOf } from '../../proof/index.ts';
import { isProvable } from '../../rule-forms/index.ts';
import { rulesFolder } from '../rules-folder.ts';
import { counted } from '../shared/count.ts';
import { type CliError, cliError, exitCodes } from '../shared/exit.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { type OtherFile, readOtherFile } from './other-files.ts';

type Options = { readonly json?: true; readonly builtIn?: true };

type Checked = {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly plan?: Plan;
  /** Set if the file doesn't contain rules. */
  readonly other?: OtherFile;
};

const unreadable = (path: string, code: string): CliError => {
  if (code === 'ENOENT') return cliError('Check.Unreadable', { path });
  return code === 'EISDIR'
    ? cliError('Check.Unreadable:folder', { path })
    : cliError('Check.Unreadable:code', { path, code });
};

/** Returns warnings about rules that `prove` will reject. Rules of Psoxy's form, which can't be proven, have none. */
const doubtsOf = ({ plan, proof }: Rules): readonly Diagnostic[] =>
  plan === undefined || proof === undefined || !isProvable(plan.form)
    ? []
    : findingsOf(proof).map(({ code, message, hint, position, property }) => ({
        severity: 'warning',
        code,
        position,
        message: property === undefined ? message : `${message} (${property})`,
        hint,
      }));

const checkFile = (file: string, options: Options): Checked => {
  try {
    const other = readOtherFile(file);
    if (other !== undefined) return { file, diagnostics: other.diagnostics, other };
    const rules = rulesOfFile(readRuleFiles(file, rulesFolder), options.builtIn);
    const { plan } = rules;
    const doubts = doubtsOf(rules);
    const places = new Set(doubts.map(({ position }) => JSON.stringify(position)));
    // The proof knows the class of the property, so its hint leads to a rule that can be proven.
    const compiled = rules.diagnostics.filter(
      ({ code, position }) => code !== 'rules/keep-format' || !places.has(JSON.stringify(position)),
    );
    const diagnostics = sortDiagnostics([...compiled, ...doubts]);
    return { file, diagnostics, ...(plan !== undefined && { plan }) };
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
    throw unreadable(file, String(error.code));
  }
};

const summary = ({ file, diagnostics, plan, other }: Checked): string => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const counts =
    diagnostics.length === 0 ? [] : [counted(errors, 'error'), counted(diagnostics.length - errors, 'warning')];
  const good = errors > 0 ? [] : ['good'];
  const kind = other === undefined ? [] : [other.title];
  const endpoints = plan === undefined ? [] : [counted(plan.endpoints.length, 'endpoint')];
  return `${file}: ${[...good, ...kind, ...endpoints, ...counts].join(', ')}`;
};

const asJson = ({ file, diagnostics, plan, other }: Checked): unknown => ({
  file,
  ok: !hasErrors(diagnostics),
  ...(other !== undefined && { kind: other.kind }),
  ...(plan !== undefined && { form: plan.form, endpoints: plan.endpoints.length, hash: plan.hash }),
  diagnostics,
});

export const run = (files: readonly string[], options: Options): void => {
  const checked = files.map((file) => checkFile(file, options));
  if (options.json) printJson(checked.map(asJson));
  else for (const each of checked) printOut([...each.diagnostics.map(formatDiagnostic), summary(each)].join('\n'));
  if (checked.some(({ diagnostics }) => hasErrors(diagnostics))) process.exitCode = exitCodes.no;
};

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CompileResult } from '../compile/index.ts';
import type { Connector, Settings } from '../config/index.ts';
import { type Diagnostic, hasErrors, type Position } from '../diagnostics/index.ts';
import { privacyTable, typeIndex } from '../graph-types/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Proof } from '../proof/index.ts';
import { findingsOf, prove } from '../proof/index.ts';
import { compile } from '../rule-forms/index.ts';
import { type Source, type TypeKnowledge, withOwnJudgements } from '../sources/index.ts';
import type { YamlPath } from '../yaml/index.ts';
import { compileSource } from './compile-source.ts';

/** A connector whose rules compiled and were held against Microsoft's types. */
export type PreparedConnector = {
  readonly connector: Connector;
  readonly source: Source;
  readonly plan: Plan;
  readonly proof: Proof;
  /** Nothing is amiss; else the settings accept it with a reason. */
  readonly proven: boolean;
};

export type PrepareOptions = {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  /** Folder that rule files of one's own are relative to. */
  readonly folder: string;
  /** Where a setting stands. */
  readonly positionOf: (path: YamlPath) => Position;
};

const project: TypeKnowledge = { types: typeIndex, privacy: privacyTable };

type Compiled = CompileResult & { readonly knowledge: TypeKnowledge };

/** The place of a connector's setting; the file may call the connector by an alias of its source. */
const placeOf = (
  { name }: Connector,
  { aliases }: Source,
  setting: string,
  positionOf: PrepareOptions['positionOf'],
): Position => {
  const whole = positionOf(['sources']);
  const [found] = [name, ...aliases]
    .map((key) => positionOf(['sources', key, setting]))
    .filter(({ line, column }) => line !== whole.line || column !== whole.column);
  return found ?? whole;
};

const error = (code: string, position: Position, message: string, hint: string): Diagnostic => ({
  severity: 'error',
  code,
  position,
  message,
  hint,
});

/** A rule file of one's own, named as the settings file itself was named. */
const fileBeside = (rules: string, positionOf: PrepareOptions['positionOf']): string =>
  join(dirname(positionOf([]).file), rules).replaceAll('\\', '/');

/** Compiled under the name that the settings use, since that is part of the result; mistakes are named as they are found. */
const compileOwn = (path: string, text: string, source: Source, shown: string): Compiled => {
  const { diagnostics, ...compiled } = compile({
    title: source.id,
    main: { path, text },
    shared: source.shared,
    overlays: [],
    ...project,
    builtIn: false,
  });
  return {
    ...compiled,
    diagnostics: diagnostics.map((found) =>
      found.position.file === path ? { ...found, position: { ...found.position, file: shown } } : found,
    ),
    knowledge: project,
  };
};

const compileConnector = (connector: Connector, source: Source, options: PrepareOptions): Compiled => {
  const { rules, variants, extras } = connector;
  if (rules === undefined) {
    const { knowledge } = withOwnJudgements(source.privacy, project);
    return { ...compileSource(source, project, { variants, extras }), knowledge };
  }
  const path = join(options.folder, rules);
  const found = existsSync(path);
  if (found && statSync(path).isFile())
    return compileOwn(rules, readFileSync(path, 'utf8'), source, fileBeside(rules, options.positionOf));
  const position = placeOf(connector, source, 'rules', options.positionOf);
  const missing = error(
    'settings/no-rules-file',
    position,
    found ? `${rules} is not a file` : `there is no rule file ${rules} beside the settings`,
    'correct the path; it is relative to the settings file',
  );
  return { diagnostics: [missing], knowledge: project };
};

const shown = 3;

const wayOut = ({ rules }: Connector, { form }: Plan, { positionOf }: PrepareOptions): string =>
  form === 'psoxy'
    ? 'write the rules in place, which can be proven (docs/guides/move-from-psoxy-rules.md)'
    : `npx graphveil prove ${rules === undefined ? '' : fileBeside(rules, positionOf)} shows each gap`;

/** Rules with gaps: a mistake, or a doubt where the settings accept it with a reason. */
const judge = (
  connector: Connector,
  source: Source,
  plan: Plan,
  proof: Proof,
  options: PrepareOptions,
): readonly Diagnostic[] => {
  const findings = findingsOf(proof);
  if (findings.length === 0) return [];
  const { name, acceptUnproven } = connector;
  const first = findings
    .slice(0, shown)
    .map(({ property, message }) => (property === undefined ? message : `${property}: ${message}`));
  const more = findings.length > shown ? ` and ${findings.length - shown} more` : '';
  const what = `the rules of ${name} do not prove: ${first.join('; ')}${more}`;
  const position = placeOf(
    connector,
    source,
    acceptUnproven === undefined ? 'rules' : 'acceptUnproven',
    options.positionOf,
  );
  if (acceptUnproven === undefined)
    return [
      error(
        'settings/unproven-rules',
        position,
        what,
        `${wayOut(connector, plan, options)}; or deploy it all the same with acceptUnproven: "<reason>"`,
      ),
    ];
  const hint = `accepted with the reason: ${acceptUnproven}`;
  return [{ severity: 'warning', code: 'settings/unproven-rules', position, message: what, hint }];
};

/**
 * Compiles and proves the rules of every connector. All mistakes at once, those of rule files in the rule files; a
 * connector is left out where it has one.
 */
export const prepareConnectors = (
  options: PrepareOptions,
): { readonly connectors: readonly PreparedConnector[]; readonly problems: readonly Diagnostic[] } => {
  const problems: Diagnostic[] = [];
  const connectors = options.settings.connectors.flatMap((connector): readonly PreparedConnector[] => {
    const source = options.sources.find(({ id }) => id === connector.source);
    if (source === undefined) return [];
    const { diagnostics, plan, notes, knowledge } = compileConnector(connector, source, options);
    problems.push(...diagnostics);
    if (plan === undefined || notes === undefined) return [];
    const proof = prove({ plan, notes }, knowledge, { everythingJudged: connector.rules === undefined });
    const judged = judge(connector, source, plan, proof, options);
    problems.push(...judged);
    return hasErrors(judged) ? [] : [{ connector, source, plan, proof, proven: judged.length === 0 }];
  });
  return { connectors, problems };
};

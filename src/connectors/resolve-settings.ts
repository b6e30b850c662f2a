import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Connector, Settings } from '../config/index.ts';
import type { Diagnostic, Position } from '../diagnostics/index.ts';
import type { Plan } from '../plan/index.ts';
import { memberReaders } from '../population/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
import { findingsOf } from '../proof/index.ts';
import { isProvable } from '../rule-forms/index.ts';
import type { Source } from '../sources/index.ts';
import type { YamlPath } from '../yaml/index.ts';
import { undecidedPaths } from './base-url.ts';
import { type ResolvedConnector, resolveConnector } from './resolve-connector.ts';
import { type CompiledRules, type Rules, rulesInPlaceOf, unreadableRules } from './rules.ts';

/** A parsed settings file and its context. */
export type SettingsContext = {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  /** Folder that paths of custom rule files are relative to. */
  readonly folder: string;
  /** Position of a setting. */
  readonly positionOf: (path: YamlPath) => Position;
  /** `2026-03-02`. @default the current day of the computer's clock, in UTC */
  readonly today?: string;
};

/** Returns the position of a connector's setting. The file may name the connector by an alias of its source. */
const settingAt = (
  { name }: Connector,
  { aliases }: Source,
  setting: string,
  positionOf: SettingsContext['positionOf'],
): Position => {
  const whole = positionOf(['sources']);
  const [found] = [name, ...aliases]
    .map((key) => positionOf(['sources', key, setting]))
    .filter(({ line, column }) => line !== whole.line || column !== whole.column);
  return found ?? whole;
};

/** Returns the path of a custom rule file, in the form in which the settings file was named. */
const fileBeside = (rules: string, positionOf: SettingsContext['positionOf']): string =>
  join(dirname(positionOf([]).file), rules).replaceAll('\\', '/');

/** Reads the custom rule file that replaces the source's own rules. */
const ownRules = (connector: Connector, rules: string, source: Source, context: SettingsContext): Rules => {
  const path = join(context.folder, rules);
  const found = existsSync(path);
  if (found && statSync(path).isFile())
    return rulesInPlaceOf(source, {
      path: rules,
      text: readFileSync(path, 'utf8'),
      shown: fileBeside(rules, context.positionOf),
    });
  return unreadableRules(source, {
    severity: 'error',
    position: settingAt(connector, source, 'rules', context.positionOf),
    ...describe(found ? 'settings/no-rules-file:folder' : 'settings/no-rules-file', { path: rules }),
  });
};

const shown = 3;

const wayOut = ({ rules }: Connector, { form }: Plan, { positionOf }: SettingsContext): string =>
  isProvable(form)
    ? `npx --no-install graphveil prove ${rules === undefined ? '' : fileBeside(rules, positionOf)} shows each gap`
    : 'write the rules in our own form, which can be proven (docs/guides/move-from-psoxy-rules.md)';

/** Reports rules with gaps as an error, or as a warning if the settings accept them with a reason. */
const gapsOf = (
  connector: Connector,
  source: Source,
  { plan, proof }: CompiledRules,
  context: SettingsContext,
): readonly Diagnostic[] => {
  const findings = findingsOf(proof);
  if (findings.length === 0) return [];
  const { name, acceptUnproven, acceptedUntil } = connector;
  const { today = new Date().toISOString().slice(0, 10) } = context;
  if (acceptUnproven !== undefined && acceptedUntil !== undefined && acceptedUntil < today)
    return [
      {
        severity: 'error',
        position: settingAt(connector, source, 'acceptUnproven', context.positionOf),
        ...describe('settings/acceptance-ended', { connector: name, until: acceptedUntil }),
      },
    ];
  const first = findings.slice(0, shown).map(({ position: { file, line, column }, code, property, message }) => {
    const shownFile = file === connector.rules ? fileBeside(file, context.positionOf) : file;
    return `${shownFile}:${line}:${column} ${code} ${property === undefined ? '' : `${property}: `}${message}`;
  });
  const accepted = acceptUnproven !== undefined;
  return [
    {
      severity: accepted ? 'warning' : 'error',
      position: settingAt(connector, source, accepted ? 'acceptUnproven' : 'rules', context.positionOf),
      ...describe('settings/unproven-rules', {
        connector: name,
        gaps: first,
        more: findings.length - first.length,
        remedy: accepted
          ? `accepted with the reason: ${acceptUnproven}`
          : `${wayOut(connector, plan, context)}; or deploy it anyway with acceptUnproven: "<reason>"`,
      }),
    },
  ];
};

/** Reports narrower permissions that would open every mailbox, although Exchange was meant to limit access. */
const widerMailboxes = (
  connector: Connector,
  source: Source,
  { positionOf }: SettingsContext,
): readonly Diagnostic[] => {
  const { extras, mailboxAccess, narrow } = connector;
  const names = (chosen: readonly string[]) =>
    resolveConnector(source, { extras, mailboxAccess, narrow: chosen })
      .permissions.filter(({ mailbox, grantedIn }) => mailbox === true && grantedIn === 'entra')
      .map(({ name }) => name);
  if (mailboxAccess !== 'exchange-rbac' || narrow.length === 0) return [];
  const before = names([]);
  const wider = names(narrow).filter((name) => !before.includes(name));
  return wider.length === 0
    ? []
    : [
        {
          severity: 'error',
          position: settingAt(connector, source, 'permissions', positionOf),
          ...describe('settings/narrower-in-exchange', { names: wider }),
        },
      ];
};

/** Returns why callers of the connector can't be limited to their groups. */
const limitsOf = (
  { name: connector, extras, mailboxAccess, narrow }: Connector,
  source: Source,
  { plan }: CompiledRules,
  { settings, positionOf }: SettingsContext,
): readonly Diagnostic[] => {
  const { permissions } = resolveConnector(source, { extras, mailboxAccess, narrow });
  const readsMembers = permissions.some(({ name }) => memberReaders.some((reader) => reader === name));
  return settings.callers
    .filter(({ groups, connectors }) => groups.length > 0 && connectors.includes(connector))
    .flatMap(({ name }): readonly Diagnostic[] => {
      const found = { severity: 'error' as const, position: positionOf(['callers', name, 'groups']) };
      if (!isProvable(plan.form))
        return [{ ...found, ...describe('settings/limit-without-kinds', { name, connector }) }];
      if (readsMembers) return [];
      const extra = source.extras.some(({ id }) => id === 'population');
      return [{ ...found, ...describe('settings/population-permission', { name, connector, extra }) }];
    });
};

/** Reports paths below the base URL that several connectors serve without an order. */
const undecidedIn = (
  connectors: readonly ResolvedConnector[],
  { settings, positionOf }: SettingsContext,
): readonly Diagnostic[] => {
  const plans = connectors.flatMap(({ name, rules: { plan } }) => (plan === undefined ? [] : [{ name, plan }]));
  const undecided = undecidedPaths(plans, settings);
  return undecided === undefined ? [] : [{ severity: 'error', position: positionOf(['baseUrl']), ...undecided }];
};

/** Resolves the connectors of a settings file, in its order. Reads, compiles and proves only on access. */
export const resolveSettings = (context: SettingsContext): readonly ResolvedConnector[] => {
  const resolved: readonly ResolvedConnector[] = context.settings.connectors.flatMap((connector, index, all) => {
    const source = context.sources.find(({ id }) => id === connector.source);
    if (source === undefined) return [];
    const { rules } = connector;
    return [
      resolveConnector(source, connector, {
        ...(rules !== undefined && {
          ownRules: () => ownRules(connector, rules, source, context),
          own: {
            folder: dirname(join(context.folder, rules)),
            position: settingAt(connector, source, 'rules', context.positionOf),
          },
        }),
        check: (compiled) => [
          ...widerMailboxes(connector, source, context),
          ...gapsOf(connector, source, compiled, context),
          ...limitsOf(connector, source, compiled, context),
          // Once, after the rules of all.
          ...(index === all.length - 1 ? undecidedIn(resolved, context) : []),
        ],
      }),
    ];
  });
  return resolved;
};

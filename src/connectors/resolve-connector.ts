import type { Choice, MailboxAccess } from '../config/index.ts';
import { type Diagnostic, hasErrors, type Position } from '../diagnostics/index.ts';
import { proven } from '../proof/index.ts';
import { removedEndpoints, type Source } from '../sources/index.ts';
import { expectedRoles, type NarrowerPermission, type NeededPermission } from './choose-permissions.ts';
import { lazily } from './lazily.ts';
import { neededPermissions } from './permissions.ts';
import { type CompiledRules, checkOverlays, type Overlays, type Rules, rulesOfSource } from './rules.ts';

/** The location of a custom rule file, and the setting that names it. */
export type OwnRulesPlace = { readonly folder: string; readonly position: Position };

/** A source with all choices applied, ready to build, serve, explain, prove and request consent for. */
export type ResolvedConnector = Overlays & {
  readonly name: string;
  readonly source: Source;
  readonly mailboxAccess: MailboxAccess;
  /** Why variants and extras were chosen. */
  readonly choices: readonly Choice[];
  /** The chosen narrower permissions. */
  readonly narrowed: readonly NarrowerPermission[];
  /** Narrower permissions that could be chosen too. */
  readonly narrower: readonly NarrowerPermission[];
  /** The source's example calls that the chosen permissions cover. */
  readonly exampleCalls: readonly Source['exampleCalls'][number][];
  readonly permissions: readonly NeededPermission[];
  /** Names in `roles` of a complete token. */
  readonly expectedRoles: readonly string[];
  /** For a custom rule file: its folder, and the setting that names it. */
  readonly own?: OwnRulesPlace;
  /** Compiled on first access. */
  readonly rules: Rules;
  /** Why the settings accept rules with gaps; undefined if the rules are proven. Computed on first access. */
  readonly acceptUnproven: string | undefined;
  /** Errors and warnings of the rules and, for a connector of settings, of their proof. Computed on first access. */
  readonly problems: readonly Diagnostic[];
};

/** A connector whose rules have no error. */
export type ReadyConnector = ResolvedConnector & { readonly rules: CompiledRules };

/** Choices from settings or a command line; empty for a source's defaults. */
export type ConnectorChoice = Partial<Overlays> & {
  readonly name?: string;
  readonly mailboxAccess?: MailboxAccess;
  readonly choices?: readonly Choice[];
  readonly acceptUnproven?: string | undefined;
};

export type ResolveOptions = {
  /** Rules that replace the source's own. */
  readonly ownRules?: () => Rules;
  readonly own?: OwnRulesPlace;
  /** Problems in addition to those of the rule files. */
  readonly check?: (rules: CompiledRules) => readonly Diagnostic[];
};

/** Returns the narrower permissions that a source offers, with the endpoints that each of them doesn't cover. */
export const narrowerPermissions = ({ narrower, narrowerRules }: Source): readonly NarrowerPermission[] =>
  narrower.map(({ instead, use, granted, reason, loses }) => {
    const rules = narrowerRules.get(use);
    const removed = rules === undefined ? [] : removedEndpoints(rules);
    return { instead, use, ...(granted !== undefined && { granted }), reason, loses, removed };
  });

const withoutNames = (path: string): string => path.replace(/\?.*$/s, '').replace(/\{\w+\}/g, '{}');

/** True if an example call is of one of the path templates. Both name parameters in braces. */
const isOfAny = (path: string, templates: readonly string[]): boolean =>
  templates.some((template) => withoutNames(template) === withoutNames(path));

/** Resolves a connector. Compiles and proves only on access. Throws `UnknownOverlay`. */
export const resolveConnector = (
  source: Source,
  choice: ConnectorChoice = {},
  { ownRules, own, check = () => [] }: ResolveOptions = {},
): ResolvedConnector => {
  const { name = source.id, variants = [], extras = [], narrow = [], mailboxAccess = 'entra', choices = [] } = choice;
  checkOverlays(source, { variants, extras });
  const offered = narrowerPermissions(source);
  const narrowed = offered.filter(({ use }) => narrow.includes(use));
  const permissions = neededPermissions(source, { extras, mailboxAccess, narrowed });
  const rules = lazily(ownRules ?? (() => rulesOfSource(source, { variants, extras, narrow })));
  const problems = lazily(() => {
    const read = rules();
    return read.plan === undefined ? read.diagnostics : [...read.diagnostics, ...check(read)];
  });
  return {
    name,
    source,
    variants,
    extras,
    narrow,
    mailboxAccess,
    choices,
    narrowed,
    narrower: offered.filter(({ use }) => !narrow.includes(use)),
    exampleCalls: source.exampleCalls.filter(({ path }) => narrowed.every(({ removed }) => !isOfAny(path, removed))),
    permissions,
    expectedRoles: expectedRoles(permissions),
    ...(own && { own }),
    get rules() {
      return rules();
    },
    get acceptUnproven() {
      const { proof } = rules();
      return proof !== undefined && proven(proof) ? undefined : choice.acceptUnproven;
    },
    get problems() {
      return problems();
    },
  };
};

const isReady = (connector: ResolvedConnector): connector is ReadyConnector =>
  connector.rules.plan !== undefined && !hasErrors(connector.problems);

/** Compiles and proves connectors. Returns those without errors, and the problems of all. */
export const readyConnectors = (
  connectors: readonly ResolvedConnector[],
): { readonly connectors: readonly ReadyConnector[]; readonly problems: readonly Diagnostic[] } => ({
  connectors: connectors.filter(isReady),
  problems: connectors.flatMap(({ problems }) => problems),
});

import type { MailboxAccess } from '../config/index.ts';
import { type Diagnostic, hasErrors, type Position } from '../diagnostics/index.ts';
import { proven } from '../proof/index.ts';
import type { Source } from '../sources/index.ts';
import { lazily } from './lazily.ts';
import { expectedRoles, type NeededPermission, neededPermissions } from './permissions.ts';
import { type CompiledRules, checkOverlays, type Overlays, type Rules, rulesOfSource } from './rules.ts';

/** Where a rule file of one's own is, and where the settings name it. */
export type OwnRulesPlace = { readonly folder: string; readonly position: Position };

/** A source as it is built, served, explained, proven and consented to. */
export type ResolvedConnector = Overlays & {
  readonly name: string;
  readonly source: Source;
  readonly mailboxAccess: MailboxAccess;
  readonly permissions: readonly NeededPermission[];
  /** Names that a complete token carries in `roles`. */
  readonly expectedRoles: readonly string[];
  /** Of a rule file that isn't built in: its folder, and where the settings name it. */
  readonly own?: OwnRulesPlace;
  /** Compiled when they are first read. */
  readonly rules: Rules;
  /** Why the settings accept rules with gaps; undefined if the rules prove. Computed when it is first read. */
  readonly acceptUnproven: string | undefined;
  /** Errors and warnings of the rules and, for a connector of settings, of their proof. Computed when it is first read. */
  readonly problems: readonly Diagnostic[];
};

/** A connector whose rules have no error. */
export type ReadyConnector = ResolvedConnector & { readonly rules: CompiledRules };

/** Choices that settings or a command line make; a source as it is by default. */
export type ConnectorChoice = Partial<Overlays> & {
  readonly name?: string;
  readonly mailboxAccess?: MailboxAccess;
  readonly acceptUnproven?: string | undefined;
};

export type ResolveOptions = {
  /** Rules in place of the source's own. */
  readonly ownRules?: () => Rules;
  readonly own?: OwnRulesPlace;
  /** Problems beyond those of the rule files. */
  readonly check?: (rules: CompiledRules) => readonly Diagnostic[];
};

/** Resolves a connector. Nothing is compiled or proven before it is read. Throws `UnknownOverlay`. */
export const resolveConnector = (
  source: Source,
  choice: ConnectorChoice = {},
  { ownRules, own, check = () => [] }: ResolveOptions = {},
): ResolvedConnector => {
  const { name = source.id, variants = [], extras = [], mailboxAccess = 'entra' } = choice;
  checkOverlays(source, { variants, extras });
  const permissions = neededPermissions(source, { extras, mailboxAccess });
  const rules = lazily(ownRules ?? (() => rulesOfSource(source, { variants, extras })));
  const problems = lazily(() => {
    const read = rules();
    return read.plan === undefined ? read.diagnostics : [...read.diagnostics, ...check(read)];
  });
  return {
    name,
    source,
    variants,
    extras,
    mailboxAccess,
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

/** Compiles and proves connectors: those without errors, and the problems of all. */
export const readyConnectors = (
  connectors: readonly ResolvedConnector[],
): { readonly connectors: readonly ReadyConnector[]; readonly problems: readonly Diagnostic[] } => ({
  connectors: connectors.filter(isReady),
  problems: connectors.flatMap(({ problems }) => problems),
});

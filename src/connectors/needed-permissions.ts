import type { MailboxAccess } from '../config/index.ts';
import type {
  AnswerDispositions,
  ConsentConnector,
  NeededPermission,
  PermissionFacts,
  SourceFacts,
} from '../documents/index.ts';
import { graphPermissions } from '../graph-types/index.ts';

/** What a connector's settings decide about consent. */
export type ConnectorChoice = {
  readonly name: string;
  readonly extras: readonly string[];
  readonly variants: readonly string[];
  readonly mailboxAccess: MailboxAccess;
  readonly acceptUnproven?: string | undefined;
};

const grantedIn = ({ name, mailbox }: PermissionFacts, access: MailboxAccess): NeededPermission['grantedIn'] =>
  access === 'exchange-rbac' && mailbox === true && graphPermissions[name]?.exchangeRole !== undefined
    ? 'exchange'
    : 'entra';

/** The permissions that a connector needs: its source's and those of its extras, each once. */
export const neededPermissions = (
  source: Pick<SourceFacts, 'permissions' | 'extras'>,
  choice: Pick<ConnectorChoice, 'extras' | 'mailboxAccess'>,
): readonly NeededPermission[] => {
  const needed = new Map<string, NeededPermission>();
  const add = (facts: PermissionFacts, extra?: string) => {
    const before = needed.get(facts.name);
    needed.set(facts.name, {
      ...facts,
      endpoints: [...new Set([...(before?.endpoints ?? []), ...facts.endpoints])],
      reason: before === undefined ? facts.reason : before.reason,
      grantedIn: grantedIn(facts, choice.mailboxAccess),
      ...(before === undefined && extra !== undefined && { extra }),
    });
  };
  for (const facts of source.permissions) add(facts);
  for (const extra of source.extras)
    if (choice.extras.includes(extra.id)) for (const facts of extra.permissions) add(facts, extra.title);
  return [...needed.values()];
};

/**
 * Names of the permissions that a connector's token must carry in `roles`. What Exchange grants never shows there.
 */
export const expectedRoles = (permissions: readonly NeededPermission[]): readonly string[] =>
  permissions.filter((permission) => permission.grantedIn === 'entra').map(({ name }) => name);

/** A source and a connector's choices, as the consent documents need them. */
export const consentConnector = (
  source: SourceFacts,
  choice: ConnectorChoice,
  dispositions: readonly AnswerDispositions[] = [],
): ConsentConnector => ({
  name: choice.name,
  source: source.id,
  title: source.title,
  summary: source.summary,
  availability: source.availability,
  permissions: neededPermissions(source, choice),
  narrower: source.narrower,
  exampleCalls: source.exampleCalls,
  administratorSteps: source.administratorSteps,
  variants: choice.variants,
  extras: choice.extras,
  acceptUnproven: choice.acceptUnproven,
  dispositions,
});

/** How an application is called in Entra: one connector's, or the one that all share. */
export const applicationDisplayName = (
  environment: string,
  connector?: Pick<ConsentConnector, 'name' | 'source' | 'title'>,
): string => {
  if (connector === undefined) return `Graphveil ${environment}`;
  const own = connector.name === connector.source ? '' : ` (${connector.name})`;
  return `Graphveil ${environment}: ${connector.title}${own}`;
};

import { isLimited } from '../../caller-people.ts';
import { learnLinks } from '../../links.ts';
import { type Block, code, details, heading, joined, link, paragraph } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentScope } from '../consent-model.ts';
import { mailboxPermissions } from '../steps/exchange.ts';
import { narrowedTable, narrowerTable } from './narrower.ts';

const fewerMailboxes = (applications: readonly ConsentApplication[]): readonly Block[] => {
  const permissions = mailboxPermissions(applications).filter(({ grantedIn }) => grantedIn === 'entra');
  return permissions.length === 0
    ? []
    : [
        paragraph(
          ...joined(permissions.map(({ name }) => [code(name)])),
          permissions.length === 1 ? ' applies' : ' apply',
          ' to every mailbox of the tenant. Exchange can limit access to the members of one group instead (',
          link('RBAC for Applications', learnLinks.exchangeRbac),
          '). The setting for it is ',
          code('mailboxAccess: exchange-rbac'),
          '.',
        ),
      ];
};

/** Callers of the scope get data about everybody. */
const fewerPeople = ({ model, connectors }: ConsentScope): readonly Block[] => {
  const unlimited = model.callers.filter(
    (caller) => !isLimited(caller) && connectors.some(({ name }) => caller.connectors.includes(name)),
  );
  return unlimited.length === 0
    ? []
    : [
        paragraph(
          ...joined(unlimited.map(({ name }) => [code(name)])),
          unlimited.length === 1 ? ' gets' : ' get',
          ' data about everybody that the permissions cover. Graphveil can limit a caller to the people of Entra groups instead. The setting for it is ',
          code('groups'),
          ' of the caller.',
        ),
      ];
};

/** Choices of the deployment if the tenant's policy requires less access; nothing if there are none. */
export const lessAccessPart = (scope: ConsentScope): readonly Block[] => {
  const { applications, connectors } = scope;
  const narrower = narrowerTable(connectors, false);
  const piecewise = narrowerTable(connectors, true);
  const narrowed = narrowedTable(connectors);
  const choices = [
    ...fewerPeople(scope),
    ...fewerMailboxes(applications),
    ...(narrower === undefined
      ? []
      : [
          narrower,
          paragraph(
            'The setting for these is ',
            code('permissions'),
            ' of the connector: a list of narrower permissions, or ',
            code('narrow'),
            ' for all that its source offers.',
          ),
        ]),
    ...(piecewise === undefined
      ? []
      : [
          details(
            'Permissions for single teams or sites',
            paragraph('They must be named in ', code('permissions'), ', and take a further step.'),
            piecewise,
          ),
        ]),
  ];
  return [
    ...(narrowed === undefined && choices.length === 0 ? [] : [heading('Less access')]),
    ...(narrowed === undefined
      ? []
      : [paragraph('This deployment already requests less than Graphveil usually does:'), narrowed]),
    ...(choices.length === 0
      ? []
      : [
          paragraph(
            'If your policy requires less access, grant nothing yet. Tell the person who sent you this document which of these ' +
              'you require. They change the settings of the deployment and send you a new document.',
          ),
          ...choices,
        ]),
  ];
};

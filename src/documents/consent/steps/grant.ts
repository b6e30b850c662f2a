import { expectedRoles } from '../../../connectors/index.ts';
import { graphPermissions } from '../../../graph-types/index.ts';
import { learnLinks, portalLinks } from '../../links.ts';
import { code, info, link, paragraph, steps, strong } from '../../render/blocks.ts';
import type { Step, StepContext } from './step.ts';

/** The grant itself: through the portal's page, or through the URL that requests consent. */
export const grantStep = ({ model, application, connectors }: StepContext): Step => {
  const { clientId, servicePrincipalObjectId } = application;
  const links = portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId);
  const names = [...new Set(connectors.flatMap(({ permissions }) => expectedRoles(permissions)))];
  const [first = ''] = names;
  return {
    title: 'Grant the permissions',
    role: link('Privileged Role Administrator', learnLinks.privilegedRoleAdministrator),
    optional: false,
    blocks: [
      paragraph(
        'Application Administrator and Cloud Application Administrator are not enough: they cannot consent to application ' +
          'permissions of Microsoft Graph. ',
        link('Microsoft’s page on granting consent', learnLinks.grantConsent),
        ' says so.',
      ),
      steps(
        [
          'Open ',
          link('API permissions of this application', links.grant),
          ' and sign in to tenant ',
          code(model.tenantId),
          '.',
        ],
        [
          'The list must show these permissions of Microsoft Graph, each of type ',
          strong('Application'),
          `, and no others: `,
          ...names.flatMap((name, index) => [index === 0 ? '' : ', ', code(name)]),
          `. The portal calls the first one “${graphPermissions[first]?.title ?? first}”.`,
        ],
        ['Choose ', strong('Grant admin consent for …'), ' above the list and confirm.'],
        ['Each line’s status turns to ', strong('Granted for …'), '. Nothing has to be restarted or sent back.'],
      ),
      info(
        paragraph(
          'Another way is the address ',
          link(links.adminConsent, links.adminConsent),
          '. It asks for the same permissions. This application has no reply address, so after you accept, Microsoft may show ',
          'an error page about a missing reply address (AADSTS500113): the consent has been given all the same, as “How to ',
          'verify” below will show.',
        ),
      ),
    ],
  };
};

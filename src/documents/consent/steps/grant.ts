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
        'Application Administrator and Cloud Application Administrator aren’t sufficient: they can’t consent to application ' +
          'permissions of Microsoft Graph (see ',
        link('Microsoft’s page on granting consent', learnLinks.grantConsent),
        ').',
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
          'Check that the list shows exactly these permissions of Microsoft Graph, each of type ',
          strong('Application'),
          ': ',
          ...names.flatMap((name, index) => [index === 0 ? '' : ', ', code(name)]),
          `. The portal calls the first one “${graphPermissions[first]?.title ?? first}”.`,
        ],
        ['Choose ', strong('Grant admin consent for …'), ' above the list and confirm.'],
        [
          'The status of each line changes to ',
          strong('Granted for …'),
          '. You don’t have to restart or send back anything.',
        ],
      ),
      info(
        paragraph(
          'Alternatively, open ',
          link(links.adminConsent, links.adminConsent),
          ', which requests the same permissions. Because this application has no redirect URI, Microsoft may show an error ',
          'page about it after you accept (AADSTS500113). Consent is granted nevertheless; you can check it as described in ',
          '“How to verify” below.',
        ),
      ),
    ],
  };
};

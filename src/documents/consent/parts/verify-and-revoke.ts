import { azureSignInCommands } from '../../../config/index.ts';
import { learnLinks, portalLinks } from '../../links.ts';
import { type Block, code, codeBlock, heading, link, list, paragraph, steps, strong } from '../../render/blocks.ts';
import type { ConsentApplication, ConsentModel } from '../consent-model.ts';
import type { Step } from '../steps/step.ts';

/** Explains how to check that the consent matches this document. */
export const verifyPart = (
  model: ConsentModel,
  application: ConsentApplication,
  done: readonly Step[],
): readonly Block[] => {
  const { clientId, servicePrincipalObjectId } = application;
  const links = portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId);
  return [
    heading('How to verify'),
    paragraph('In the portal, with any role that can read applications:'),
    steps(
      [
        link('Permissions of the enterprise application', links.granted),
        ' lists, under ',
        strong('Admin consent'),
        ', exactly the permissions of step 1.',
        ...done.flatMap(({ verify }) => (verify === undefined ? [] : [' ', ...verify])),
      ],
      [link('Certificates & secrets', links.credentials), ' shows 0 client secrets and 0 certificates.'],
      [
        'Within a minute, the connector starts to work. The person who sent you this document sees that at the next call.',
      ],
    ),
    paragraph(
      'Or with a command in the deployment folder, which the person who sent you this document has. Sign in to this tenant ',
      'with the Azure CLI, as a user who can read applications:',
    ),
    codeBlock('sh', ...azureSignInCommands(model.tenantId, model.cloud), 'npx --no-install graphveil consent verify'),
  ];
};

/** Explains how to revoke the consent. */
export const revokePart = (
  model: ConsentModel,
  application: ConsentApplication,
  done: readonly Step[],
): readonly Block[] => {
  const { clientId, servicePrincipalObjectId } = application;
  const links = portalLinks(model.cloud, model.tenantId, clientId, servicePrincipalObjectId);
  return [
    heading('How to revoke'),
    paragraph('Each of these actions removes access. Tokens that were already issued expire after about an hour.'),
    list(
      [
        'One permission: on ',
        link('the enterprise application’s permissions', links.granted),
        ', choose the permission’s … menu and ',
        strong('Revoke permission'),
        ' (least privileged role: ',
        link('Privileged Role Administrator', learnLinks.privilegedRoleAdministrator),
        ').',
      ],
      [
        'All permissions, temporarily: on ',
        link('its properties', links.properties),
        ', set ',
        strong('Enabled for users to sign-in?'),
        ' to No (least privileged role: ',
        link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
        ').',
      ],
      [
        'All permissions, permanently: delete the application under ',
        link('App registrations', links.registrations),
        ' (',
        code(clientId),
        '; least privileged role: its owner, or ',
        link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
        ').',
      ],
    ),
    ...done.flatMap(({ undo }) => undo ?? []),
    paragraph('Tell the person who sent you this document, so that they can update the deployment.'),
  ];
};

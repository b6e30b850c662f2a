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
    paragraph('By hand, with any role that may look:'),
    steps(
      [
        link('Permissions of the enterprise application', links.granted),
        ' lists, under ',
        strong('Admin consent'),
        ', exactly the permissions of step 1.',
        ...done.flatMap(({ verify }) => (verify === undefined ? [] : [' ', ...verify])),
      ],
      [link('Certificates & secrets', links.credentials), ' shows 0 client secrets and 0 certificates.'],
      ['A minute later the connector works by itself; whoever sent you this sees it at the next call.'],
    ),
    paragraph(
      'Or by a command in the folder of the deployment (whoever sent you this has it), signed in with the Azure CLI to this ',
      'tenant as somebody who may read applications:',
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
    paragraph('Each of these takes access away; tokens that are already out die within an hour or so.'),
    list(
      [
        'One permission: on ',
        link('the enterprise application’s permissions', links.granted),
        ', choose the permission’s … menu and ',
        strong('Revoke permission'),
        ' (least role: ',
        link('Privileged Role Administrator', learnLinks.privilegedRoleAdministrator),
        ').',
      ],
      [
        'All at once, to be undone later: on ',
        link('its properties', links.properties),
        ', set ',
        strong('Enabled for users to sign-in?'),
        ' to No (least role: ',
        link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
        ').',
      ],
      [
        'For good: delete the application under ',
        link('App registrations', links.registrations),
        ' (',
        code(clientId),
        '; least role: its owner, or ',
        link('Cloud Application Administrator', learnLinks.cloudApplicationAdministrator),
        ').',
      ],
    ),
    ...done.flatMap(({ undo }) => undo ?? []),
    paragraph('Tell whoever sent you this, so that the deployment is changed as well.'),
  ];
};

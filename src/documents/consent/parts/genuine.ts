import { learnLinks, portalLinks } from '../../links.ts';
import { type Block, code, heading, link, list, paragraph, strong, type Text } from '../../render/blocks.ts';
import type { ConsentScope } from '../consent-model.ts';

export const genuineHeading = 'Is this request genuine?';

const askElsewhere = ({ request }: ConsentScope['model']): Text => {
  const { requestedBy, contact, ticket } = request;
  return [
    'Ask ',
    requestedBy ?? (contact === undefined ? 'the person who sent you this document' : code(contact)),
    ' over a channel that you already know, such as your directory',
    ...(ticket === undefined ? [] : [', or open ', code(ticket), ' in your ticket system']),
    '. Don’t reply to the message, and don’t use an address or number that only this document names.',
  ];
};

/** How an administrator can tell a genuine request from a forged one, without trusting this document. */
export const genuinePart = ({ model, applications }: ConsentScope): readonly Block[] => {
  const { aws, cloud, tokenIssuer } = model;
  const one = applications.length === 1;
  const [first] = applications;
  const links = portalLinks(cloud, model.tenantId, first?.clientId ?? '', first?.servicePrincipalObjectId ?? '');
  return [
    heading(genuineHeading),
    paragraph('Anyone can write a document like this one. These facts are hard to forge:'),
    list(
      askElsewhere(model),
      [
        one ? 'The application is' : 'Each application is',
        ' registered in your own tenant, under ',
        link('App registrations', links.registrations),
        ', and its ',
        one ? link('owners', links.owners) : 'owners',
        ' are colleagues of yours. An attacker’s application is usually registered elsewhere, and appears only under Enterprise applications.',
      ],
      [
        'Under ',
        one ? link('Certificates & secrets', links.credentials) : strong('Certificates & secrets'),
        ', there are no client secrets and no certificates. The subject of each federated credential is a role in AWS account ',
        code(aws.account),
        '. Ask the people who run AWS in your organization whether it is yours. In that account, ',
        code('aws iam get-outbound-web-identity-federation-info'),
        ' prints the issuer ',
        code(tokenIssuer),
        '.',
      ],
      [
        'All requested permissions are read-only and listed with reasons below. Microsoft describes each one in ',
        link('its reference', learnLinks.permissionsReference),
        '.',
      ],
      [
        'The links in this document lead to ',
        code(cloud.entraPortal),
        ' and ',
        code('https://learn.microsoft.com'),
        ' only. You never have to enter a password anywhere else, install a program that isn’t Microsoft’s, or send back a code or secret.',
      ],
    ),
  ];
};

import type { AiInteraction } from '@microsoft/microsoft-graph-types';
import { type Interaction, isoTicks, type Organization, orgId, type Person } from '../../organization/index.ts';
import { answerCollection, type Route } from '../core/index.ts';
import { findPerson } from '../directory/index.ts';
import type { Json } from '../odata/index.ts';

const fileUrl = (person: Person, { fileName }: Interaction, organization: Organization): string =>
  `https://${organization.domain.split('.')[0]}-my.sharepoint.com/personal/${person.userPrincipalName.replace(/[@.]/g, '_')}/Documents/${encodeURIComponent(fileName)}`;

const promptFrom = (person: Person, organization: Organization): Json => ({
  application: null,
  device: null,
  user: {
    '@odata.type': '#microsoft.graph.teamworkUserIdentity',
    id: person.id,
    displayName: orgId(person.id),
    userIdentityType: 'aadUser',
    tenantId: organization.tenantId,
  },
});

const answerFrom = (app: string): Json => ({
  user: null,
  device: null,
  application: {
    '@odata.type': '#microsoft.graph.teamworkApplicationIdentity',
    id: 'fb8d773d-7ef8-4ec0-a117-179f88add510',
    displayName: `Copilot in ${app}`,
    applicationIdentityType: 'bot',
  },
});

const card = (text: string): string =>
  JSON.stringify({ type: 'AdaptiveCard', version: '1.6', body: [{ type: 'TextBlock', text }] });

const attachments = (interaction: Interaction, url: string): NonNullable<AiInteraction['attachments']> =>
  interaction.kind === 'userPrompt'
    ? [
        {
          attachmentId: `${interaction.id}-file`,
          contentType: 'reference',
          contentUrl: url,
          content: null,
          name: interaction.fileName,
        },
      ]
    : [
        {
          attachmentId: `${interaction.id}-card`,
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: card(interaction.text),
          name: null,
        },
      ];

const interactionDocument = (interaction: Interaction, person: Person, organization: Organization): Json => {
  const isPrompt = interaction.kind === 'userPrompt';
  const url = fileUrl(person, interaction, organization);
  const document: AiInteraction = {
    id: interaction.id,
    sessionId: interaction.sessionId,
    requestId: interaction.requestId,
    appClass: `IPM.SkypeTeams.Message.Copilot.${interaction.app}`,
    interactionType: interaction.kind,
    conversationType: interaction.app === 'BizChat' ? 'bizchat' : 'appchat',
    etag: interaction.id,
    createdDateTime: isoTicks(interaction.at),
    locale: person.office.language.toLowerCase(),
    contexts: [{ contextReference: url, displayName: interaction.fileName, contextType: 'TeamsMeeting' }],
    from: isPrompt ? promptFrom(person, organization) : answerFrom(interaction.app),
    body: isPrompt
      ? { contentType: 'text', content: interaction.text }
      : { contentType: 'html', content: `<attachment id="${interaction.id}-card"></attachment>` },
    attachments: attachments(interaction, url),
    links: isPrompt ? [] : [{ linkUrl: url, displayName: interaction.fileName, linkType: 'driveItem' }],
    mentions: isPrompt
      ? [
          {
            mentionId: 0,
            mentionText: person.displayName,
            mentioned: { ...promptFrom(person, organization), conversation: null, tag: null },
          },
        ]
      : [],
  };
  return { ...document };
};

/** Microsoft 365 Copilot: prompts and responses of one person. */
export const copilotRoutes: readonly Route[] = [
  {
    path: '/copilot/users/{user}/interactionHistory/getAllEnterpriseInteractions',
    workload: 'copilot',
    needs: ['AiEnterpriseInteraction.Read.All'],
    answer: (call) => {
      const person = findPerson(call);
      const { organization } = call.world;
      return answerCollection(call, {
        type: 'aiInteraction',
        context: 'Collection(microsoft.graph.aiInteraction)',
        items: organization.interactionsOf(person),
        document: (interaction) => interactionDocument(interaction, person, organization),
        key: ({ id, kind }) => `${id} ${kind}`,
        pageSize: 100,
        largestPage: 100,
        link: `/copilot/users('${person.id}')/interactionhistory/getallenterpriseinteractions`,
        identity: (document) =>
          `SkipValue=0#UserId=${person.id}#MailboxFolder=MsgFolderRoot#Interaction=${String(document['id'])}`,
      });
    },
  },
];

import type { z } from 'zod';
import { counted, Facts, Note, Table, Time } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import { groupShow } from '../../verbs/grants/groups.ts';
import type { GrantView } from '../../verbs/grants/views.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { Alarms, ClaimState, GrantState, grantPath, groupPath, kindWords } from './parts.tsx';

type Shown = z.output<typeof groupShow.output>;

const actsOf = (grant: GrantView, decides: boolean): readonly (readonly [act: string, text: string])[] => [
  ...(decides && grant.state === 'suspended' && grant.suspended !== 'decision'
    ? [['confirm', 'Confirm'] as const]
    : []),
  ...(decides ? [['regenerate', 'New code'] as const] : []),
  ...(grant.reviewDue ? [['review', 'Still needed'] as const] : []),
  ...(grant.state === 'active' ? [['suspend', 'Suspend'] as const] : []),
  ['end', 'End'],
];

const Requests = ({ shown: { group, requests, decides } }: { readonly shown: Shown }) =>
  requests.length === 0 ? (
    <p>No request waits.</p>
  ) : (
    <Table
      head={['Client', 'Permissions', 'Days', 'Reason', 'Asked', 'Decision']}
      rows={requests.map((request) => [
        request.clientName,
        request.permissions.join(', '),
        request.days,
        request.reason,
        <Time at={request.at} />,
        decides ? (
          <>
            <a href={groupPath(group.id, `answer/${request.client}/${request.id}`)}>Look at {request.clientName}</a> ·{' '}
            <a href={groupPath(group.id, `decline/${request.client}/${request.id}`)}>Decline</a>
          </>
        ) : (
          'an owner decides'
        ),
      ])}
    />
  );

const Grants = ({ shown: { grants, decides }, me }: { readonly shown: Shown; readonly me: string }) =>
  grants.length === 0 ? (
    <p>No client has access to this group.</p>
  ) : (
    <Table
      head={['Client', 'Permissions', 'State', 'Handover', 'Given', 'Until', 'Acts']}
      rows={grants.map((grant) => [
        grant.clientName,
        grant.permissions.join(', '),
        <GrantState grant={grant} />,
        <ClaimState grant={grant} />,
        <>
          <Time at={grant.given} /> by <Who id={grant.givenBy} me={me} />
        </>,
        <Time at={grant.until} />,
        actsOf(grant, decides).map(([act, text], index) => (
          <>
            {index > 0 && ' · '}
            <a href={grantPath(grant, act)}>{text}</a>
          </>
        )),
      ])}
    />
  );

const Clients = ({ shown: { group, clients } }: { readonly shown: Shown }) =>
  clients.length === 0 ? (
    <p>No client is registered yet. A developer registers one first.</p>
  ) : (
    <Table
      head={['Client', 'Contact', 'Registered for', 'Act']}
      rows={clients.map(({ id, name, contact, permissions }) => [
        name,
        contact ?? 'none given',
        counted(permissions.length, 'permission'),
        <a href={groupPath(group.id, `give/${id}`)}>Give access to {name}</a>,
      ])}
    />
  );

const show = async ({ actor, params, perform }: PageRequest): Promise<PageReply> => {
  const found = await perform(groupShow, { group: params['group'] });
  if (!found.ok) return { refusal: found };
  const shown = found.value;
  const { group, people, grants } = shown;
  return {
    title: group.name,
    body: (
      <>
        <Facts
          rows={[
            ['Kind', `${kindWords[group.kind]}${group.dynamic ? ', members chosen by rules' : ''}`],
            ['People', String(people)],
            ['Object ID', <code>{group.id}</code>],
          ]}
        />
        {!group.canHaveOwners && (
          <Note>
            <p>Microsoft Graph knows no owners of this kind of group, so a Graphveil administrator decides.</p>
          </Note>
        )}
        <Alarms count={grants.reduce((sum, { claim }) => sum + (claim?.alarms ?? 0), 0)} />
        <h2>Requests</h2>
        <Requests shown={shown} />
        <h2>Clients with access</h2>
        <Grants shown={shown} me={actor.id} />
        {shown.decides && (
          <>
            <h2>Give access without a request</h2>
            <Clients shown={shown} />
          </>
        )}
      </>
    ),
  };
};

export const groupShowPages: readonly PageDefinition[] = [
  { verb: 'group.show', method: 'get', path: '/groups/:group', handle: show },
];

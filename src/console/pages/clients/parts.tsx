import type { z } from 'zod';
import { Copied } from '../../ui/form.tsx';
import { Code, Note, Time } from '../../ui/parts.tsx';
import type { ClientView, shownOnce } from '../../verbs/client-view.ts';

export const pathOf = (id: string, act = ''): string => `/clients/${id}${act === '' ? '' : `/${act}`}`;

export const LastUsed = ({ client }: { readonly client: Pick<ClientView, 'lastUsed'> }) =>
  client.lastUsed === undefined ? <>not yet</> : <Time at={client.lastUsed} />;

/** How a client signs in, in a few words. */
export const signsInWith = ({ federated, keys, secrets }: ClientView): string => {
  const ways = [
    ...(federated.length > 0 ? ['federated credential'] : []),
    ...(keys > 0 ? ['key'] : []),
    ...(secrets.length > 0 ? [secrets.length === 1 ? 'secret' : `${secrets.length} secrets`] : []),
  ];
  return ways.join(', ') || 'nothing';
};

/** What nobody can read again, with the blocks to paste. */
export const ShownOnce = ({ shown }: { readonly shown: z.output<typeof shownOnce> }) => (
  <>
    <Copied id="client-id" label="Client ID" value={shown.client.id} />
    {shown.secret !== undefined && (
      <>
        <Copied id="client-secret" label="Client secret" value={shown.secret} />
        <Note warning>
          <p>The secret is shown once. Copy it now: nobody can read it again.</p>
        </Note>
      </>
    )}
    {shown.blocks.map(({ title, text }) => (
      <>
        <h2>{title}</h2>
        <Code text={text} />
      </>
    ))}
    <p class="actions">
      <a class="button" href={pathOf(shown.client.id)}>
        Go on to {shown.client.name}
      </a>
    </p>
  </>
);

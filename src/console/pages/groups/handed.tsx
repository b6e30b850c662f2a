import type { z } from 'zod';
import { Copied } from '../../ui/form.tsx';
import { counted, Note, Time } from '../../ui/parts.tsx';
import type { handedView } from '../../verbs/grants/groups.ts';

type HandedProps = { readonly handed: z.output<typeof handedView>; readonly origin: string; readonly back: string };

/** The code or the token, once, with the link that the developer opens. */
export const Handed = ({ handed: { grant, people, code, refreshToken, until }, origin, back }: HandedProps) => (
  <>
    <p>
      {grant.clientName} has access until <Time at={grant.until} />
      {people === undefined ? '' : `, to data about ${counted(people, 'person', 'people')}`}.
    </p>
    {code === undefined ? (
      <Copied id="refresh-token" label="Refresh token" value={refreshToken ?? ''} />
    ) : (
      <>
        <Copied id="claim-code" label="Claim code" value={code} />
        <Copied id="claim-link" label="Link for the developer" value={`${origin}/claims/${grant.client}/${grant.id}`} />
      </>
    )}
    <Note warning>
      <p>
        It is shown once: nobody can read it again.{' '}
        {code !== undefined && (
          <>
            The code counts once, until <Time at={until} />. If somebody claims it a second time, My groups shows you an
            alarm.
          </>
        )}
      </p>
    </Note>
    <p class="actions">
      <a class="button" href={back}>
        Back to the group
      </a>
    </p>
  </>
);

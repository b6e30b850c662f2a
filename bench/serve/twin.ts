// The twin in a process of its own, for bench/serve.ts. Tells its addresses to the parent process, and on the message `record`
// answers from then on with the recorded page, without any work of its own.
import { gzipSync } from 'node:zlib';
import { startTwin } from '../../src/twin/index.ts';

/** Addresses and ids that the parent process needs. */
export type TwinFacts = {
  readonly clientId: string;
  readonly tenantId: string;
  readonly entra: string;
  readonly graph: string;
  readonly ca: string;
  /** Id of the person with the most events. */
  readonly person: string;
  readonly identityToken: string;
  /** An access token for asking the twin directly. */
  readonly accessToken: string;
};

/** A page to record. */
export type Recording = {
  readonly urlIncludes: string;
  readonly headers: Record<string, string>;
  readonly body: string;
};

const clientId = '22222222-3333-4444-5555-666666666666';
const subject = 'spiffe://example/bench';
const permissions = ['Calendars.Read', 'User.Read.All', 'MailboxSettings.Read', 'Group.Read.All', 'Place.Read.All'];

const twin = await startTwin({
  people: 1_300,
  busyMeetings: 1_100,
  applications: [
    {
      displayName: 'bench',
      clientId,
      federatedCredentials: [{ subject }],
      requested: permissions,
      consented: permissions,
    },
  ],
});

process.on('message', ({ urlIncludes, headers, body }: Recording) => {
  const bytes = gzipSync(body, { level: 1 });
  const answer = () => ({ status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, bytes });
  twin.controls.interrupt({ service: 'graph', times: Infinity, urlIncludes, answer });
  process.send?.('recorded');
});

const facts: TwinFacts = {
  clientId,
  tenantId: twin.tenantId,
  entra: twin.entra,
  graph: twin.graph,
  ca: twin.caCertificate,
  person: twin.organization.busiest.id,
  identityToken: await twin.identityTokens(subject).get(),
  accessToken: await twin.controls.operatorToken(permissions),
};
process.send?.(facts);

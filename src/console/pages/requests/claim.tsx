import type { Refusal } from '../../outcome.ts';
import { Copied, Field, Form, fieldOf, Refused } from '../../ui/form.tsx';
import { Code, Note, Time } from '../../ui/parts.tsx';
import { clientShow } from '../../verbs/clients.ts';
import { claimRedeem } from '../../verbs/grants/requests.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';

const commandOf = (tokenUrl: string, client: string, grant: string): string =>
  [
    `curl ${tokenUrl}/claim \\`,
    `  -d client_id=${client} \\`,
    '  -d client_secret=… \\',
    `  -d grant=${grant} \\`,
    '  -d code=…',
  ].join('\n');

const form =
  (refusal?: Refusal) =>
  async ({ params, perform, ports }: PageRequest): Promise<PageReply> => {
    const client = await perform(clientShow, { id: params['client'] });
    if (!client.ok) return { refusal: client };
    const { id, name } = client.value;
    const grant = params['grant'] ?? '';
    const wrong = refusal?.fields ?? {};
    return {
      title: `Claim a grant for ${name}`,
      status: refusal?.status ?? 200,
      body: (
        <>
          <p>
            Enter the code that the group’s owner gave you. You get the refresh token once, and the code ends. After
            five wrong codes you need a new one.
          </p>
          <Refused refusal={refusal} />
          <Form action={`/claims/${id}/${grant}`} submit="Claim" back={`/clients/${id}/requests`}>
            <Field
              name="code"
              label="Claim code"
              required
              wrong={wrong['code']}
              hint="15 letters and digits. Spaces, dashes and letter case don’t count."
            />
            <Field
              name="clientSecret"
              label="A secret of the client"
              type="password"
              required
              wrong={wrong['clientSecret']}
              hint="It proves that the claim is the client’s own. Nothing keeps it."
            />
          </Form>
          <h2>Or let the client claim by itself</h2>
          <p>A client with a federated credential sends its assertion in place of the secret.</p>
          <Code text={commandOf(ports.place.tokenUrl, id, grant)} />
        </>
      ),
    };
  };

const claim = async (request: PageRequest): Promise<PageReply> => {
  const { params, form: values, perform } = request;
  const claimed = await perform(claimRedeem, {
    client: params['client'],
    grant: params['grant'],
    code: fieldOf(values, 'code'),
    clientSecret: fieldOf(values, 'clientSecret'),
  });
  if (!claimed.ok) return form(claimed)(request);
  const { grant, refreshToken, until } = claimed.value;
  return {
    title: 'The grant is claimed',
    body: (
      <>
        <Copied id="refresh-token" label="Refresh token" value={refreshToken} />
        <Note warning>
          <p>
            The refresh token is shown once. It lasts until <Time at={until} />, or 90 days without use.
          </p>
        </Note>
        <p>
          {grant.clientName} gets access tokens with it and with its own credential, for the people of one group. With{' '}
          <code>client_credentials</code> it gets one for all of its grants.
        </p>
        <p class="actions">
          <a class="button" href={`/clients/${grant.client}/requests`}>
            Go on
          </a>
        </p>
      </>
    ),
  };
};

const path = '/claims/:client/:grant';

export const claimPages: readonly PageDefinition[] = [
  { verb: 'claim.redeem', method: 'get', path, handle: form() },
  { verb: 'claim.redeem', method: 'post', path, handle: claim },
];

import type { Refusal } from '../../outcome.ts';
import { Field, Form, type FormValues, fieldOf, Refused } from '../../ui/form.tsx';
import { Table, Time } from '../../ui/parts.tsx';
import { clientShow } from '../../verbs/clients.ts';
import { grantList, requestCreate, requestList, requestWithdraw } from '../../verbs/grants/requests.ts';
import { Permissions } from '../clients/register.tsx';
import { ClaimState, GrantState } from '../groups/parts.tsx';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';

const pathOf = (client: string, act = ''): string => `/clients/${client}/requests${act === '' ? '' : `/${act}`}`;

const answers = { open: 'waits', given: 'given', declined: 'declined', withdrawn: 'taken back' } as const;

const show = async ({ actor, params, perform }: PageRequest): Promise<PageReply> => {
  const client = await perform(clientShow, { id: params['client'] });
  if (!client.ok) return { refusal: client };
  const { id, name, own } = client.value;
  const requests = await perform(requestList, { client: id });
  if (!requests.ok) return { refusal: requests };
  const grants = await perform(grantList, { client: id });
  if (!grants.ok) return { refusal: grants };
  const asks = own && actor.roles.includes('Developer');
  return {
    title: `Requests and grants of ${name}`,
    body: (
      <>
        {asks && (
          <p class="actions">
            <a class="button" href={pathOf(id, 'new')}>
              Ask for a group
            </a>
          </p>
        )}
        <h2>Requests</h2>
        {requests.value.requests.length === 0 ? (
          <p>The client asks for nothing.</p>
        ) : (
          <Table
            head={['Group', 'Permissions', 'Asked', 'Answer']}
            rows={requests.value.requests.map((request) => [
              <code>{request.group}</code>,
              request.permissions.join(', '),
              <Time at={request.at} />,
              <>
                {answers[request.state]}
                {request.answer !== undefined && `: ${request.answer}`}
                {asks && request.state === 'open' && (
                  <>
                    {' · '}
                    <a href={pathOf(id, `${request.id}/withdraw`)}>Take back</a>
                  </>
                )}
              </>,
            ])}
          />
        )}
        <h2>Grants</h2>
        {grants.value.grants.length === 0 ? (
          <p>The client has no grant.</p>
        ) : (
          <Table
            head={['Whose data', 'Permissions', 'State', 'Handover', 'Until']}
            rows={grants.value.grants.map((grant) => [
              grant.group === undefined ? 'everybody’s' : <code>{grant.group}</code>,
              grant.permissions.join(', '),
              <GrantState grant={grant} />,
              <>
                <ClaimState grant={grant} />
                {asks && grant.claim?.state === 'open' && (
                  <>
                    {' · '}
                    <a href={`/claims/${id}/${grant.id}`}>Claim</a>
                  </>
                )}
              </>,
              <Time at={grant.until} />,
            ])}
          />
        )}
        <p class="actions">
          <a class="button quiet" href={`/clients/${id}`}>
            Back to {name}
          </a>
        </p>
      </>
    ),
  };
};

/** Fields that a request and a proposal have. */
export const ReasonAndDays = ({
  values,
  wrong,
  most,
}: {
  readonly values: FormValues;
  readonly wrong: Readonly<Record<string, string>>;
  readonly most: number;
}) => (
  <>
    <Field
      name="days"
      label="Days until it ends"
      type="number"
      required
      value={fieldOf(values, 'days') || String(Math.min(90, most))}
      wrong={wrong['days']}
      hint={`1 to ${most}.`}
    />
    <Field
      name="reason"
      label="Reason"
      required
      lines={3}
      value={fieldOf(values, 'reason')}
      wrong={wrong['reason']}
      hint="Shown to the people who decide and review. Don’t name people."
    />
  </>
);

const form =
  (refusal?: Refusal) =>
  async ({ params, perform, ports, form: values }: PageRequest): Promise<PageReply> => {
    const client = await perform(clientShow, { id: params['client'] });
    if (!client.ok) return { refusal: client };
    const { id, name, permissions } = client.value;
    const known = (await ports.permissions()).filter((one) => permissions.includes(one.name));
    const wrong = refusal?.fields ?? {};
    return {
      title: `Ask for a group for ${name}`,
      status: refusal?.status ?? 200,
      body: (
        <>
          <p>Any owner of the group sees who the client is and what it would read, and decides.</p>
          <Refused refusal={refusal} />
          <Form action={pathOf(id, 'new')} submit="Ask" back={pathOf(id)}>
            <Field
              name="group"
              label="Object ID of the group"
              required
              value={fieldOf(values, 'group')}
              wrong={wrong['group']}
              hint="A GUID. Its owner finds it in My groups, and administrators in the Entra admin center."
            />
            <Permissions permissions={known} values={values} refusal={refusal} />
            <ReasonAndDays values={values} wrong={wrong} most={ports.groups.grantDays} />
          </Form>
        </>
      ),
    };
  };

const create = async (request: PageRequest): Promise<PageReply> => {
  const { params, form: values, perform } = request;
  const client = params['client'] ?? '';
  const made = await perform(requestCreate, {
    client,
    group: fieldOf(values, 'group'),
    permissions: values.get('permissions') ?? [],
    days: fieldOf(values, 'days'),
    reason: fieldOf(values, 'reason'),
  });
  return made.ok ? { go: pathOf(client) } : form(made)(request);
};

const withdrawForm = async ({ params }: PageRequest): Promise<PageReply> => ({
  title: 'Take a request back',
  body: (
    <Form
      action={pathOf(params['client'] ?? '', `${params['request']}/withdraw`)}
      submit="Take it back"
      back={pathOf(params['client'] ?? '')}
    />
  ),
});

const withdraw = async ({ params, perform }: PageRequest): Promise<PageReply> => {
  const done = await perform(requestWithdraw, { client: params['client'], request: params['request'] });
  return done.ok ? { go: pathOf(params['client'] ?? '') } : { refusal: done };
};

const requests = '/clients/:client/requests';

export const requestPages: readonly PageDefinition[] = [
  { verb: 'request.create', method: 'get', path: `${requests}/new`, handle: form() },
  { verb: 'request.create', method: 'post', path: `${requests}/new`, handle: create },
  { verb: 'request.withdraw', method: 'get', path: `${requests}/:request/withdraw`, handle: withdrawForm },
  { verb: 'request.withdraw', method: 'post', path: `${requests}/:request/withdraw`, handle: withdraw },
  { verb: 'request.list', method: 'get', path: requests, handle: show },
];

import type { Permission } from '../../../access/index.ts';
import { type Refusal, refuse } from '../../outcome.ts';
import { Choices, Field, Form, type FormValues, fieldOf, isChosen, Refused } from '../../ui/form.tsx';
import { counted, Facts, Note } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import { grantGive, groupShow } from '../../verbs/grants/groups.ts';
import type { GroupView, RequestView } from '../../verbs/grants/views.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';
import { Example } from './example.tsx';
import { Handed } from './handed.tsx';
import { groupPath } from './parts.tsx';

type Given = {
  readonly group: GroupView;
  readonly people: number;
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly contact?: string | undefined;
    readonly permissions: readonly string[];
  };
  readonly request: RequestView | undefined;
};

/** Reads the group, the client and the request of the path. */
const read = async ({ params, perform }: PageRequest): Promise<Given | { readonly refusal: Refusal }> => {
  const found = await perform(groupShow, { group: params['group'] });
  if (!found.ok) return { refusal: found };
  const { group, people, clients, requests } = found.value;
  const client = clients.find(({ id }) => id === params['client']);
  if (client === undefined) return { refusal: refuse('Console.ClientUnknown') };
  const request = requests.find((one) => one.id === params['request'] && one.client === client.id);
  if (params['request'] !== undefined && request === undefined) return { refusal: refuse('Console.RequestUnknown') };
  return { group, people, client, request };
};

const Terms = ({ given: { group, people, client, request }, me }: { readonly given: Given; readonly me: string }) => (
  <>
    <Facts
      rows={[
        ['Client', client.name],
        ['Contact', client.contact ?? 'none given'],
        ['Whose data', `the ${counted(people, 'person', 'people')} of ${group.name}, nobody else’s`],
        ...(request === undefined
          ? []
          : ([
              ['Asked by', <Who id={request.by} me={me} />],
              ['Reason', request.reason],
            ] as const)),
      ]}
    />
    {group.dynamic && (
      <Note>
        <p>Rules of the directory choose the members of this group. The client reads about everybody who joins it.</p>
      </Note>
    )}
  </>
);

type FormProps = {
  readonly given: Given;
  readonly known: readonly Permission[];
  readonly values: FormValues;
  readonly refusal: Refusal | undefined;
  readonly action: string;
  /** Days of the longest grant. */
  readonly most: number;
};

const GiveForm = ({ given: { group, client, request }, known, values, refusal, action, most }: FormProps) => {
  const wrong = refusal?.fields ?? {};
  const offered = known.filter(({ name }) => client.permissions.includes(name));
  const hand = fieldOf(values, 'hand');
  return (
    <>
      <Refused refusal={refusal} />
      <Form action={action} submit="Give access" back={groupPath(group.id)}>
        <Choices
          name="permissions"
          legend="What it may read"
          several
          wrong={wrong['permissions']}
          choices={offered.map(({ name, reason }) => ({
            value: name,
            label: name,
            hint: reason,
            chosen:
              values.size > 0 ? isChosen(values, 'permissions', name) : request?.permissions.includes(name) === true,
          }))}
        />
        <Field
          name="days"
          label="Days until it ends"
          type="number"
          required
          value={fieldOf(values, 'days') || String(Math.min(request?.days ?? 90, most))}
          wrong={wrong['days']}
          hint={`1 to ${most}.`}
        />
        <Field
          name="reason"
          label="Reason"
          required
          lines={3}
          value={fieldOf(values, 'reason') || (request?.reason ?? '')}
          wrong={wrong['reason']}
          hint="For the ledger and for reviews. Don’t name people."
        />
        <Choices
          name="hand"
          legend="How you pass it on"
          several={false}
          wrong={wrong['hand']}
          choices={[
            {
              value: 'claim',
              label: 'Claim code (recommended)',
              hint: 'It counts once, for seven days, and only together with the client’s own credential.',
              chosen: hand !== 'refresh',
            },
            {
              value: 'refresh',
              label: 'Refresh token',
              hint: 'Shown to you once. Pass it on only over a channel that you trust.',
              chosen: hand === 'refresh',
            },
          ]}
        />
      </Form>
    </>
  );
};

const connectorsOf = (names: readonly string[]): readonly string[] => [
  ...new Set(names.map((name) => name.slice(0, name.indexOf(':')))),
];

/** Connectors of which the page shows an example. */
const mostExamples = 3;

const examplesFor = async ({ ports }: PageRequest, names: readonly string[]) => {
  const shown = connectorsOf(names).slice(0, mostExamples);
  const found = await Promise.all(
    shown.map(async (connector) => ({ connector, example: await ports.groups.example(connector) })),
  );
  return found.flatMap(({ connector, example }) => (example === undefined ? [] : [{ connector, example }]));
};

const pathOf = ({ group, client, request }: Readonly<Record<string, string>>): string =>
  groupPath(group ?? '', request === undefined ? `give/${client}` : `answer/${client}/${request}`);

const page =
  (refusal?: Refusal) =>
  async (asked: PageRequest): Promise<PageReply> => {
    const given = await read(asked);
    if ('refusal' in given) return given;
    const examples = await examplesFor(asked, given.request?.permissions ?? given.client.permissions);
    return {
      title: `Give ${given.client.name} access to ${given.group.name}`,
      status: refusal?.status ?? 200,
      body: (
        <>
          <Terms given={given} me={asked.actor.id} />
          <h2>What it sees</h2>
          <p>
            Lines with − never reach the client. A line with + takes the place of the one above it: people become
            pseudonyms.
          </p>
          {examples.map((one) => (
            <Example {...one} />
          ))}
          <h2>Your decision</h2>
          <GiveForm
            given={given}
            known={await asked.ports.permissions()}
            values={asked.form}
            refusal={refusal}
            action={pathOf(asked.params)}
            most={asked.ports.groups.grantDays}
          />
        </>
      ),
    };
  };

const send = async (asked: PageRequest): Promise<PageReply> => {
  const { form, params, perform, ports } = asked;
  const made = await perform(grantGive, {
    group: params['group'],
    client: params['client'],
    permissions: form.get('permissions') ?? [],
    days: fieldOf(form, 'days'),
    reason: fieldOf(form, 'reason'),
    hand: fieldOf(form, 'hand') || 'claim',
    ...(params['request'] !== undefined && { request: params['request'] }),
  });
  if (!made.ok) return page(made)(asked);
  return {
    title: 'Access is given',
    body: <Handed handed={made.value} origin={ports.origin} back={groupPath(params['group'] ?? '')} />,
  };
};

const paths = ['/groups/:group/give/:client', '/groups/:group/answer/:client/:request'];

export const givePages: readonly PageDefinition[] = paths.flatMap((path): readonly PageDefinition[] => [
  { verb: 'grant.give', method: 'get', path, handle: page() },
  { verb: 'grant.give', method: 'post', path, handle: send },
]);

import { mayDo } from '../../../access/index.ts';
import { reviewCsv } from '../../../registry/index.ts';
import type { Refusal } from '../../outcome.ts';
import { Form, Refused } from '../../ui/form.tsx';
import { counted, Note, Table, Time } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import { type ReviewView, reviewDone, reviewEnd, reviewList } from '../../verbs/reviews.ts';
import type { PageDefinition, PageReply, PageRequest } from '../page.ts';

type Mark = ReviewView['grants'][number]['marks'][number];

const markNames: Readonly<Record<Mark, string>> = {
  'unused-90-days': 'Unused for 90 days',
  'never-used': 'Never used',
  'owner-gone': 'Owner gone',
  suspended: 'Suspended',
  'ends-soon': 'Ends within 30 days',
  'no-grant': 'No grant',
};

const filters: readonly Mark[] = ['unused-90-days', 'never-used', 'owner-gone', 'suspended', 'ends-soon'];

const marksText = (marks: readonly Mark[]): string => marks.map((mark) => markNames[mark]).join(', ');

const used = (at: string | undefined) => (at === undefined ? <>never</> : <Time at={at} />);

const Filters = ({ only }: { readonly only: string }) => (
  <nav aria-label="Filters">
    <ul class="filters">
      {[['', 'All'] as const, ...filters.map((mark) => [mark, markNames[mark]] as const)].map(([mark, text]) => (
        <li>
          <a href={mark === '' ? '/review' : `/review?only=${mark}`} aria-current={only === mark ? 'true' : undefined}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Due = ({ review }: { readonly review: ReviewView }) => (
  <Note warning={review.due}>
    <p>
      {review.last === undefined ? (
        'Nobody has recorded a review yet.'
      ) : (
        <>
          The last review was recorded on <Time at={review.last.at} /> by <Who id={review.last.by} />.
        </>
      )}{' '}
      {review.due ? 'A review is due since ' : 'The next one is due on '}
      <Time at={review.dueAt} />.
    </p>
  </Note>
);

const grantRow = (mayEnd: boolean) => (grant: ReviewView['grants'][number]) => {
  const id = `${grant.client}/${grant.id}`;
  const label = `${grant.clientName}, ${grant.group === undefined ? 'everybody' : `group ${grant.group}`}`;
  return [
    ...(mayEnd ? [<input type="checkbox" name="grants" value={id} aria-label={`End the grant of ${label}`} />] : []),
    grant.clientName,
    grant.group === undefined ? 'everybody' : <code>{grant.group}</code>,
    grant.connectors.join(', '),
    <Time at={grant.givenAt} />,
    used(grant.lastUsed),
    <Time at={grant.until} />,
    marksText(grant.marks),
  ];
};

const show = async ({ actor, query, perform }: PageRequest, refusal?: Refusal): Promise<PageReply> => {
  const found = await perform(reviewList, {});
  if (!found.ok) return { refusal: found };
  const review = found.value;
  const only = query.get('only') ?? '';
  const has = ({ marks }: { readonly marks: readonly string[] }) => only === '' || marks.includes(only);
  const [grants, clients] = [review.grants.filter(has), review.clients.filter(has)];
  const mayEnd = mayDo(actor, 'review.end', 'none');
  const head = ['Client', 'People', 'Connectors', 'Given', 'Last used', 'Ends', 'Remarks'];
  return {
    title: 'Review',
    status: refusal?.status ?? 200,
    body: (
      <>
        <p>Who has access, the longest unused first. What nobody needs should end.</p>
        <Due review={review} />
        <Filters only={only} />
        <h2>Grants</h2>
        <Refused refusal={refusal} />
        {grants.length === 0 ? (
          <p>No grant.</p>
        ) : mayEnd ? (
          <Form action="/review/end" submit="End the chosen grants" danger>
            <div id="grants">
              <Table head={['End', ...head]} rows={grants.map(grantRow(true))} />
            </div>
          </Form>
        ) : (
          <Table head={head} rows={grants.map(grantRow(false))} />
        )}
        <h2>Clients</h2>
        {clients.length === 0 ? (
          <p>No client.</p>
        ) : (
          <Table
            head={['Client', 'Registered', 'Last used', 'Grants', 'Remarks']}
            rows={clients.map((client) => [
              <a href={`/clients/${client.id}`}>{client.name}</a>,
              <Time at={client.createdAt} />,
              used(client.lastUsed),
              client.grants,
              marksText(client.marks),
            ])}
          />
        )}
        <h2>Record the review</h2>
        <p>The ledger keeps who has reviewed everything. The next review is then due in 90 days.</p>
        <Form action="/review/done" submit="Everything was reviewed" />
        <p class="actions">
          <a class="button quiet" href="/review/grants.csv">
            Save as CSV
          </a>
        </p>
      </>
    ),
  };
};

const end: PageDefinition = {
  verb: 'review.end',
  method: 'post',
  path: '/review/end',
  handle: async (request) => {
    const ended = await request.perform(reviewEnd, { grants: request.form.get('grants') ?? [] });
    if (!ended.ok) return ended.fields === undefined ? { refusal: ended } : show(request, ended);
    const { ended: done, unknown } = ended.value;
    return {
      title: `${counted(done.length, 'grant')} ended`,
      body: (
        <>
          <p>Their tokens are refused from the next call on. The ledger keeps who ended them.</p>
          {unknown.length > 0 && <p>{counted(unknown.length, 'grant')} had ended before.</p>}
          <p class="actions">
            <a class="button" href="/review">
              Back to the review
            </a>
          </p>
        </>
      ),
    };
  },
};

const recorded: PageDefinition = {
  verb: 'review.done',
  method: 'post',
  path: '/review/done',
  handle: async ({ perform }) => {
    const done = await perform(reviewDone, {});
    return done.ok ? { go: '/review' } : { refusal: done };
  },
};

/** A form that was sent after its session ended starts again on the list. */
const backToList = async (): Promise<PageReply> => ({ go: '/review' });

export const reviewPages: readonly PageDefinition[] = [
  { verb: 'review.list', method: 'get', path: '/review', handle: (request) => show(request) },
  {
    verb: 'review.list',
    method: 'get',
    path: '/review/grants.csv',
    handle: async ({ perform }) => {
      const found = await perform(reviewList, {});
      if (!found.ok) return { refusal: found };
      return {
        download: { name: 'grants.csv', type: 'text/csv; charset=utf-8', text: reviewCsv(found.value) },
      };
    },
  },
  end,
  { ...end, method: 'get', handle: backToList },
  recorded,
  { ...recorded, method: 'get', handle: backToList },
];

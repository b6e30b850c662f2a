import { mayDo } from '../../../access/index.ts';
import { counted } from '../../ui/parts.tsx';
import type { ConnectorCard } from '../../verbs/connector-view.ts';
import { connectorList } from '../../verbs/connectors.ts';
import type { PageDefinition, PageRequest } from '../page.ts';
import { Logo, Missing, pathOf, peopleWords, State } from './view-parts.tsx';

const maturity: Readonly<Record<ConnectorCard['availability'], string>> = {
  ga: 'Generally available',
  beta: 'Beta',
  alpha: 'Alpha',
};

const usesWords = ({ clients, groups, people }: ConnectorCard): string =>
  clients === 0
    ? 'No client uses it yet.'
    : `${counted(clients, 'client')} · ${counted(groups, 'group')} · ${peopleWords(people)}`;

const Card = ({ card, opens }: { readonly card: ConnectorCard; readonly opens: boolean }) => (
  <li>
    <h2>
      <Logo name={card.logo} />
      {opens ? <a href={pathOf(card.name)}>{card.title}</a> : card.title}
    </h2>
    <p class="soft">
      {card.services.join(', ')} · {maturity[card.availability]}
    </p>
    <State status={card.status} />
    {opens && <Missing missing={card.missing} status={card.status} />}
    <p class="soft">{usesWords(card)}</p>
  </li>
);

/** An address to write to; anything else is text. */
const Contact = ({ contact }: { readonly contact: string | undefined }) => {
  if (contact === undefined) return <>the administrators of this deployment</>;
  if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(contact)) return <a href={`mailto:${contact}`}>{contact}</a>;
  return contact.startsWith('https://') ? <a href={contact}>{contact}</a> : <span>{contact}</span>;
};

const Unlisted = ({ ports }: PageRequest) => (
  <>
    <h2>A source that isn’t listed</h2>
    <p>
      Sources are data: rules, reasons and cases in a folder. An engineer begins one with{' '}
      <code>graphveil new-source</code> and follows the guide <code>docs/guides/add-a-source.md</code>. To ask for one,
      write to <Contact contact={ports.place.contact} />.
    </p>
  </>
);

const list: PageDefinition = {
  verb: 'connector.list',
  method: 'get',
  path: '/',
  handle: async (request) => {
    const found = await request.perform(connectorList, {});
    if (!found.ok) return { refusal: found };
    const { connectors, comingSoon } = found.value;
    const opens = mayDo(request.actor, 'connector.show', 'none');
    return {
      title: 'Connectors',
      body: (
        <>
          <p>Each serves one part of Microsoft 365, sanitized by its rules. The status is computed when you look.</p>
          {connectors.length === 0 ? (
            <p>No connector is offered to you.</p>
          ) : (
            <ul class="cards">
              {connectors.map((card) => (
                <Card card={card} opens={opens} />
              ))}
            </ul>
          )}
          {comingSoon.length > 0 && (
            <>
              <h2>Coming soon</h2>
              <ul class="cards">
                {comingSoon.map(({ title, logo, services, summary }) => (
                  <li>
                    <h3>
                      <Logo name={logo} /> {title}
                    </h3>
                    <p class="soft">{services.join(', ')}</p>
                    <p>{summary}</p>
                  </li>
                ))}
              </ul>
            </>
          )}
          <Unlisted {...request} />
        </>
      ),
    };
  },
};

export const connectorListPages: readonly PageDefinition[] = [list];

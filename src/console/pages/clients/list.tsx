import { mayDo } from '../../../access/index.ts';
import { Table } from '../../ui/parts.tsx';
import { clientList } from '../../verbs/clients.ts';
import type { PageDefinition } from '../page.ts';
import { LastUsed, pathOf, signsInWith } from './parts.tsx';

const list: PageDefinition = {
  verb: 'client.list',
  method: 'get',
  path: '/clients',
  handle: async ({ actor, perform }) => {
    const found = await perform(clientList, {});
    if (!found.ok) return { refusal: found };
    const { clients } = found.value;
    return {
      title: 'Clients',
      body: (
        <>
          <p>Tools that are registered to call with a token. A client can do nothing without a grant.</p>
          {mayDo(actor, 'client.create', 'none') && (
            <p class="actions">
              <a class="button" href="/clients/new">
                Register a client
              </a>
            </p>
          )}
          {clients.length === 0 ? (
            <p>No client is registered yet.</p>
          ) : (
            <Table
              head={['Name', 'Signs in with', 'Permissions', 'Grants', 'Last used']}
              rows={clients.map((client) => [
                <a href={pathOf(client.id)}>{client.name}</a>,
                signsInWith(client),
                client.permissions.length,
                client.grants,
                <LastUsed client={client} />,
              ])}
            />
          )}
        </>
      ),
    };
  },
};

export const clientListPages: readonly PageDefinition[] = [list];

import { counted, Table } from '../../ui/parts.tsx';
import { catalogDictionary, type DictionaryView } from '../../verbs/reviews.ts';
import type { PageDefinition } from '../page.ts';

type Entity = DictionaryView['entities'][number];

const pathOf = (name: string): string => `/dictionary/${encodeURIComponent(name)}`;

const EntityPart = ({ entity, endpoints, properties }: Entity) => {
  const dropped = properties.filter(({ disposition }) => disposition === 'dropped');
  const leaving = properties.filter(({ disposition }) => disposition !== 'dropped');
  return (
    <section>
      <h2>{entity}</h2>
      <ul>
        {endpoints.map((endpoint) => (
          <li>
            <code>{endpoint}</code>
          </li>
        ))}
      </ul>
      {leaving.length === 0 ? (
        <p>No property leaves.</p>
      ) : (
        <Table
          of={`properties of ${entity} in ${endpoints[0] ?? 'replies'}`}
          head={['Property', 'Type', 'Class', 'Treatment', 'ISO/IEC 20889', 'Reason']}
          rows={leaving.map((each) => [
            <code>{each.property}</code>,
            each.type,
            each.class,
            each.transform,
            each.iso20889,
            each.reason ?? '',
          ])}
        />
      )}
      {dropped.length > 0 && (
        <details>
          <summary>{counted(dropped.length, 'dropped property', 'dropped properties')}</summary>
          <p>{dropped.map(({ property }) => property).join(', ')}</p>
        </details>
      )}
    </section>
  );
};

export const dictionaryPages: readonly PageDefinition[] = [
  {
    verb: 'catalog.dictionary',
    method: 'get',
    path: '/dictionary',
    handle: async ({ ports }) => ({
      title: 'Data dictionary',
      body: (
        <>
          <p>
            Every property that Microsoft publishes for the replies of a connector, with its treatment, as proven. Data
            catalogs and ingestion tools read it as JSON.
          </p>
          <Table
            head={['Connector', 'Source', 'JSON']}
            rows={ports.registry
              .catalog()
              .flatMap(({ title, connectors }) => connectors.map((name) => ({ title, name })))
              .map(({ title, name }) => [
                <a href={pathOf(name)}>{name}</a>,
                title,
                <a href={`/api/catalog/${encodeURIComponent(name)}/dictionary`}>{`${name}.json`}</a>,
              ])}
          />
        </>
      ),
    }),
  },
  {
    verb: 'catalog.dictionary',
    method: 'get',
    path: '/dictionary/:name',
    handle: async ({ params, perform }) => {
      const found = await perform(catalogDictionary, { name: params['name'] });
      if (!found.ok) return { refusal: found };
      const { title, entities } = found.value;
      return {
        title: `Data of ${title}`,
        body: (
          <>
            <p class="path">
              <a href="/dictionary">Data dictionary</a>
            </p>
            {entities.map((entity) => (
              <EntityPart {...entity} />
            ))}
          </>
        ),
      };
    },
  },
];

import type { OtherEndpoints } from '../plan/index.ts';
import type { Source } from '../sources/index.ts';
import type { ReadyConnector, ResolvedConnector } from './resolve-connector.ts';

/** The parts of a deployment that may serve an endpoint that a connector lacks. */
export type Neighbors = {
  readonly connectors: readonly ReadyConnector[];
  readonly sources: readonly Source[];
  /** How an extra is added, after its name. */
  readonly howToAdd: (connector: Pick<ResolvedConnector, 'name'>) => string;
};

/** The endpoints that the connector's own narrower permissions don't cover. */
const notCovered = ({ name, narrowed }: Asked): readonly OtherEndpoints[] =>
  narrowed.map(({ use, removed }) => ({
    servedBy: `${use} doesn't cover it, which permissions in the settings of connector ${name} chooses`,
    pathTemplates: removed,
  }));

type Asked = Pick<ResolvedConnector, 'name' | 'source' | 'extras' | 'narrowed'>;

type Permissions = readonly { readonly endpoints: readonly string[] }[];

const templatesOf = (permissions: Permissions): readonly string[] => [
  ...new Set(permissions.flatMap(({ endpoints }) => endpoints)),
];

const extrasNotChosen = (
  connector: Pick<ResolvedConnector, 'name' | 'source' | 'extras'>,
  howToAdd: Neighbors['howToAdd'],
): readonly OtherEndpoints[] =>
  connector.source.extras
    .filter(({ id }) => !connector.extras.includes(id))
    .map(({ id, permissions }) => ({
      servedBy: `extra ${id} serves it; ${howToAdd(connector)}`,
      pathTemplates: templatesOf(permissions),
    }));

/**
 * Lists the connectors and sources with the endpoints that a connector lacks, for the message of a refused call: those that its
 * narrower permissions don't cover, the extras of its source, then the other connectors and their extras, then sources without a connector. The list contains
 * only names and templates.
 */
export const otherEndpoints = (
  connector: Asked,
  { connectors, sources, howToAdd }: Neighbors,
): readonly OtherEndpoints[] => {
  const others = connectors.filter(({ name }) => name !== connector.name);
  const used = [connector, ...connectors].map(({ source }) => source.id);
  return [
    ...notCovered(connector),
    ...extrasNotChosen(connector, howToAdd),
    ...others.map(({ name, rules }) => ({
      servedBy: `connector ${name} of this deployment serves it`,
      pathTemplates: rules.plan.endpoints.map(({ pathTemplate }) => pathTemplate),
    })),
    ...others.flatMap((other) => extrasNotChosen(other, howToAdd)),
    ...sources
      .filter(({ id }) => !used.includes(id))
      .map(({ id, permissions, extras }) => ({
        servedBy: `source ${id} serves it, and no connector here has that source`,
        pathTemplates: templatesOf([...permissions, ...extras.flatMap((extra) => extra.permissions)]),
      })),
  ].filter(({ pathTemplates }) => pathTemplates.length > 0);
};

/** For a deployment: extras are added in the settings file. */
export const inSettings: Neighbors['howToAdd'] = ({ name }) => `the settings of connector ${name} can add it`;

/** For a command line that names a source. */
export const onCommandLine: Neighbors['howToAdd'] = () => 'try it with --extra, and add it to the settings';

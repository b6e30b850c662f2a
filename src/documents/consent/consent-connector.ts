import { answerDispositions, type ReadyConnector, type ResolvedConnector } from '../../connectors/index.ts';
import type { ConsentConnector, ExampleCall, SourceFacts } from '../model.ts';

type DescribedConnector = Pick<
  ResolvedConnector,
  'name' | 'permissions' | 'variants' | 'extras' | 'narrowed' | 'narrower' | 'exampleCalls'
> & {
  readonly source: Pick<SourceFacts, 'id' | 'title' | 'summary' | 'availability' | 'administratorSteps'>;
};

/** Describes a connector for the consent documents, without the data that its rules let through. */
export const consentConnector = ({
  name,
  source,
  permissions,
  variants,
  extras,
  narrowed,
  narrower,
  exampleCalls,
}: DescribedConnector): ConsentConnector => ({
  name,
  source: source.id,
  title: source.title,
  summary: source.summary,
  availability: source.availability,
  permissions,
  narrowed,
  narrower,
  exampleCalls,
  administratorSteps: source.administratorSteps,
  variants,
  extras,
  dispositions: [],
});

/** True for a call that a limited caller can't make: nothing limits it, or it lacks the filter that does. */
const isUnbounded = ({ rules }: ReadyConnector, { path }: Pick<ExampleCall, 'path'>): boolean => {
  const [template, query = ''] = path.split('?');
  const bound = rules.plan.endpoints.find(({ pathTemplate }) => pathTemplate === template)?.bound.by;
  return bound === 'none' || (bound === 'filter' && !query.includes('$filter='));
};

/** Describes a connector with the data that its rules let through, from the proof. */
export const provenConnector = (connector: ReadyConnector): ConsentConnector => ({
  ...consentConnector(connector),
  exampleCalls: connector.exampleCalls.map((call) => ({
    ...call,
    ...(isUnbounded(connector, call) && { unbounded: true }),
  })),
  acceptUnproven: connector.acceptUnproven,
  dispositions: answerDispositions(connector.rules.proof),
  rules: connector.rules,
});

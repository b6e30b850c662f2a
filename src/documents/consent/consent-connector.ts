import { answerDispositions, type ReadyConnector, type ResolvedConnector } from '../../connectors/index.ts';
import type { ConsentConnector, SourceFacts } from '../model.ts';

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

/** Describes a connector with the data that its rules let through, from the proof. */
export const provenConnector = (connector: ReadyConnector): ConsentConnector => ({
  ...consentConnector(connector),
  acceptUnproven: connector.acceptUnproven,
  dispositions: answerDispositions(connector.rules.proof),
});

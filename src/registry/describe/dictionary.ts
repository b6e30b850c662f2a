import type { ReadyConnector } from '../../connectors/index.ts';
import { alikeEndpoints, dispositionText, type ProofRow } from '../../proof/index.ts';
import type { Dictionary, DictionaryProperty } from '../registry.ts';
import { isoTerm } from './iso-20889.ts';

type Leaf = ProofRow & { readonly disposition: 'kept' | 'pseudonymized' | 'transformed' | 'dropped' };

/** Properties with a treatment of their own: no containers, and nothing inside a dropped property. */
const isLeaf = (row: ProofRow): row is Leaf =>
  row.within === undefined && row.disposition !== 'nested' && row.disposition !== 'as-before';

const propertyOf = (row: Leaf): DictionaryProperty => ({
  property: row.path,
  type: row.type,
  class: row.class,
  disposition: row.disposition,
  transform: dispositionText(row),
  iso20889: isoTerm(row.disposition, row.how),
  ...((row.reason ?? row.undeclared) !== undefined && { reason: row.reason ?? row.undeclared }),
});

/** Lists every property that Microsoft publishes for a connector's replies, with its treatment, from the proof. */
export const dictionaryOf = ({ name, source, rules: { proof } }: ReadyConnector): Dictionary => ({
  connector: name,
  source: source.id,
  title: source.title,
  entities: alikeEndpoints(proof.endpoints).map(({ first, all }) => ({
    entity: first.entity ?? 'number',
    endpoints: all.map(({ pathTemplate }) => pathTemplate),
    properties: first.rows.filter(isLeaf).map(propertyOf),
  })),
});

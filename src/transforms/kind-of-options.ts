import { isValueKindName, type Options, tokenKindOf } from '../plan/index.ts';
import type { ValueKind } from '../pseudonyms/index.ts';
import type { Parameter } from './transform.ts';

/** The option that says what the value is; `compile` fills it in where Microsoft's type and the privacy table know it. */
export const kindParameter: Parameter = {
  description:
    'What the value is: a kind of docs/reference/kinds.md. Equal values of kinds of different spaces have unrelated pseudonyms. Left out where the privacy table knows it.',
  type: 'kind',
  only: 'allow-list',
};

/** The kind in checked options; rules of Psoxy's form have one that names the place of the rule. */
export const kindOfOptions = ({ of }: Options): ValueKind => {
  if (typeof of !== 'string') throw new Error('the plan has a pseudonym of no kind');
  return isValueKindName(of) ? tokenKindOf(of) : `rule-text/${of.replace(/^rule-text\//, '')}`;
};

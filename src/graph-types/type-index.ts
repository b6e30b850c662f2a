import { decodeTypes } from './decode-types.ts';
import { judgements, openTypes } from './generated/privacy-table.generated.ts';
import { typesPackage as betaPackage, types as betaTypes } from './generated/types-beta.generated.ts';
import { typesPackage as v1Package, types as v1Types } from './generated/types-v1.generated.ts';
import type { GraphType, GraphVersion, PrivacyTable, TypeIndex } from './graph-type.ts';
import { makePathIndex, type PathIndex } from './path-index.ts';
import { decodeJudgements } from './privacy-table.ts';

/** The packages that the index was generated from, as `name@version`. */
export const typesPackages: Readonly<Record<GraphVersion, string>> = { 'v1.0': v1Package, beta: betaPackage };

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Creates an index whose versions and types are parsed on first access. */
export const makeTypeIndex = (texts: Readonly<Record<GraphVersion, string>>, open: ReadonlySet<string>): TypeIndex => {
  const v1 = once(() => decodeTypes(texts['v1.0'], open));
  const beta = once(() => decodeTypes(texts.beta, open));
  return {
    get 'v1.0'(): Readonly<Record<string, GraphType>> {
      return v1();
    },
    get beta(): Readonly<Record<string, GraphType>> {
      return beta();
    },
  };
};

const open: ReadonlySet<string> = new Set(openTypes.split(' '));

/** Microsoft's types as published in `typesPackages`, with the open types of the privacy table. */
export const typeIndex: TypeIndex = makeTypeIndex({ 'v1.0': v1Types, beta: betaTypes }, open);

/** The project's own judgement of properties. */
export const privacyTable: PrivacyTable = decodeJudgements(judgements);

/** Microsoft Graph's paths and the types that they respond with. */
export const pathIndex: PathIndex = makePathIndex(typeIndex);

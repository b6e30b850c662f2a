import type { GraphType, GraphVersion, TypeIndex } from '../../rule-engine/type-index/index.ts';
import { typesPackage as betaPackage, types as betaTypes } from '../generated/types-beta.generated.ts';
import { typesPackage as v1Package, types as v1Types } from '../generated/types-v1.generated.ts';
import { decodeTypes } from './decode-types.ts';

/** The packages that the index was generated from, as `name@version`. */
export const typesPackages: Readonly<Record<GraphVersion, string>> = { 'v1.0': v1Package, beta: betaPackage };

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Makes an index whose versions, and the types in them, are read when they are first asked for. */
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

export const publishedTypes: Readonly<Record<GraphVersion, string>> = { 'v1.0': v1Types, beta: betaTypes };

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphType, GraphVersion } from '../../graph-types/index.ts';
import { decodeTypes, encodeTypes } from '../../graph-types/index.ts';

/** One version of Microsoft's types in a package. */
export type PublishedTypes = {
  /** `name@version` of the package. */
  readonly package: string;
  readonly types: Readonly<Record<string, GraphType>>;
};

/** Another publication of Microsoft's types: one of the packages, or both. */
export type OtherTypes = Readonly<Partial<Record<GraphVersion, PublishedTypes>>>;

const places: Readonly<Record<GraphVersion, readonly string[]>> = {
  'v1.0': [
    '.',
    'microsoft-graph-types',
    '@microsoft/microsoft-graph-types',
    'node_modules/@microsoft/microsoft-graph-types',
  ],
  beta: [
    '.',
    'microsoft-graph-types-beta',
    '@microsoft/microsoft-graph-types-beta',
    'node_modules/@microsoft/microsoft-graph-types-beta',
  ],
};

/**
 * Reads the types packages in a folder: the folder of one package, or one that contains the packages or a
 * `node_modules` folder with them. Loads the TypeScript compiler. Throws `TypesPackageError` if there are none.
 */
export const readTypesFolder = async (folder: string): Promise<OtherTypes> => {
  const { readTypesPackage, TypesPackageError } = await import('../../graph-types/types-package.ts');
  const read = (version: GraphVersion): PublishedTypes | undefined => {
    const found = places[version]
      .map((place) => join(folder, place))
      .filter((place) => existsSync(join(place, 'microsoft-graph.d.ts')));
    const published = found.map(readTypesPackage).find(({ name }) => name.endsWith('-beta') === (version === 'beta'));
    if (published === undefined) return undefined;
    const types = decodeTypes(encodeTypes(published.types).join('\n'), new Set());
    return { package: `${published.name}@${published.version}`, types };
  };
  const v1 = read('v1.0');
  const beta = read('beta');
  if (v1 === undefined && beta === undefined)
    throw new TypesPackageError(
      `no types package in ${folder}: expected @microsoft/microsoft-graph-types or its -beta, or a folder that holds them`,
    );
  return { ...(v1 && { 'v1.0': v1 }), ...(beta && { beta }) };
};

import type { Rules } from '../../connectors/index.ts';
import { typeIndex, typesPackages } from '../../graph-types/index.ts';
import { compareTypes, type OtherTypes, readTypesFolder, type TypeDifference } from '../../proof/index.ts';
import { counted } from '../shared/count.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { printJson, printOut } from '../shared/terminal.ts';

const headings = {
  'property-added': 'new properties; they are dropped until a rule names them',
  'type-added':
    'new types among those that an endpoint can return; the rules of that part of the response apply to them as well',
  'member-added': 'new enumeration values; they are written as unknownFutureValue',
  'property-changed': 'properties whose type changed',
  'property-removed': 'removed properties',
} as const satisfies Record<TypeDifference['what'], string>;

const lineOf = ({ type, name, detail, endpoints }: TypeDifference): string => {
  const [first = '', ...others] = endpoints;
  const at = others.length === 0 ? first : `${first} and ${counted(others.length, 'more endpoint')}`;
  return `  ${name === undefined ? `${detail} (derived from ${type})` : `${type}.${name}: ${detail}`}\n      at ${at}`;
};

const textOf = (differences: readonly TypeDifference[], theirs: OtherTypes): string => {
  const compared = (['v1.0', 'beta'] as const).flatMap((version) => {
    const other = theirs[version];
    return other === undefined ? [] : [`${version}: ${typesPackages[version]} compared with ${other.package}`];
  });
  const parts = Object.entries(headings).flatMap(([what, heading]) => {
    const found = differences.filter((difference) => difference.what === what);
    return found.length === 0 ? [] : [`${heading} (${found.length})`, ...found.map(lineOf)];
  });
  const verdict =
    differences.length === 0
      ? 'no differences in types that endpoints can return'
      : counted(differences.length, 'difference');
  return [...compared, ...parts, verdict].join('\n');
};

const readFolder = async (folder: string): Promise<OtherTypes> => {
  try {
    return await readTypesFolder(folder);
  } catch (error) {
    if (error instanceof Error && error.name === 'TypesPackageError')
      throw cliError('Prove.NoTypes', { text: error.message });
    throw error;
  }
};

/** Lists the differences in another publication of Microsoft's types. Sets exit code 1 if there are any. */
export const listDifferences = async (folder: string, rules: readonly Rules[], json: boolean): Promise<void> => {
  const theirs = await readFolder(folder);
  const endpoints = rules.flatMap(({ proof }) => proof?.endpoints ?? []);
  const differences = compareTypes(endpoints, typeIndex, theirs);
  if (json)
    printJson({
      ours: typesPackages,
      theirs: { 'v1.0': theirs['v1.0']?.package, beta: theirs.beta?.package },
      differences,
    });
  else printOut(textOf(differences, theirs));
  if (differences.length > 0) process.exitCode = exitCodes.no;
};

import { descendants } from '../graph-types/index.ts';
import type { ByTypeNode, ObjectNode, ResponseNode } from '../rules/plan/index.ts';
import { type Judged, judgeKeep, judgeTransform } from './judge.ts';
import { type KnownProperty, propertiesAt, strangerAt } from './knowledge.ts';
import type { ProofRow } from './proof.ts';
import { type Around, droppedRows, factsOf, insideDropped, itemOf, listedBefore, pathOf, type Walk } from './walk.ts';

const deltaName = /@delta$/;

const undeclaredReason = (property: KnownProperty, { notes }: Walk): string | undefined => {
  if (!property.undeclared) return undefined;
  const listed = notes.undeclared.filter((note) => note.property === property.name);
  return (listed.find(({ type }) => property.declaredBy.includes(type)) ?? listed[0])?.reason ?? '';
};

const namedRow = (property: KnownProperty, path: string, index: number, walk: Walk): Omit<ProofRow, keyof Judged> => {
  const notes = walk.notes.nodes[index];
  const undeclared = undeclaredReason(property, walk);
  return {
    ...factsOf(property, path, walk),
    ...(undeclared !== undefined && { undeclared }),
    ...(notes?.reason !== undefined && { reason: notes.reason }),
    ...(notes !== undefined && { position: notes.position }),
  };
};

const objectRows = (
  property: KnownProperty,
  item: { readonly node: ResponseNode; readonly index: number; readonly path: string },
  walk: Walk,
): readonly ProofRow[] => {
  const row = namedRow(property, item.path, item.index, walk);
  const type = property.type ?? '';
  const before = listedBefore(`${item.index} ${type}`, item.path, walk);
  if (before !== undefined)
    return [
      {
        ...row,
        disposition: 'as-before',
        how: `as ${before === '' ? 'the item itself' : before}`,
        sameAs: before,
        gaps: [],
      },
    ];
  const content = contentRows(item.node, item.index, { path: item.path, type }, walk);
  return [{ ...row, disposition: 'nested', how: '', gaps: [] }, ...content];
};

const namedRows = (
  property: KnownProperty,
  written: string,
  at: number,
  around: Around,
  walk: Walk,
): readonly ProofRow[] => {
  const item = itemOf(at, pathOf(around, written), walk.plan);
  const { node } = item;
  if (node.node === 'object' || node.node === 'by-type') return objectRows(property, item, walk);
  const row = namedRow(property, item.path, item.index, walk);
  if (node.node === 'keep') {
    const judgedPattern = property.privacy?.pattern;
    return [{ ...row, ...judgeKeep(node, { ...row, ...(judgedPattern !== undefined && { judgedPattern }) }) }];
  }
  if (node.node !== 'transform') return [];
  const judged = judgeTransform(node, row);
  const inside = judged.disposition === 'dropped' ? `with ${item.path}` : `only ${judged.how} of it leaves`;
  return [{ ...row, ...judged }, ...insideDropped(property, item.path, inside, walk)];
};

const typeRow = ({ types }: ObjectNode, index: number, { path }: Around, walk: Walk): readonly ProofRow[] => {
  const position = walk.notes.nodes[index]?.position;
  return types === undefined
    ? []
    : [
        {
          path: path === '' ? '@odata.type' : `${path}.@odata.type`,
          type: 'string',
          declaredBy: [],
          class: 'metadata',
          disposition: 'kept',
          how: `one of ${types.length} names of types`,
          navigation: false,
          ...(position !== undefined && { position }),
          gaps: [],
        },
      ];
};

const typePath = (path: string, type: string): string => `${path}<${type}>`;

/**
 * Rows for types that can occur but that rules which choose by type don't list. Values of these types are dropped
 * whole.
 */
const unlistedRows = (listed: ReadonlySet<string>, { path, type }: Around, walk: Walk): readonly ProofRow[] => {
  const types = walk.knowledge.types[walk.version];
  return (type === '' ? [] : [type, ...descendants(types, type)])
    .filter((name) => !listed.has(name))
    .map((name) => ({
      path: typePath(path, name),
      type: name,
      declaredBy: [],
      class: 'container',
      disposition: 'dropped',
      how: '',
      navigation: false,
      gaps: [],
    }));
};

const byTypeRows = ({ types }: ByTypeNode, around: Around, walk: Walk): readonly ProofRow[] => {
  const chosen = Object.entries(types).map(([name, at]) => ({ type: name.replace('#microsoft.graph.', ''), at }));
  return [
    ...chosen.flatMap(({ type, at }) => {
      const item = itemOf(at, '', walk.plan);
      return contentRows(item.node, item.index, { path: typePath(around.path, type), type }, walk);
    }),
    ...unlistedRows(new Set(chosen.map(({ type }) => type)), around, walk),
  ];
};

/** Returns rows for everything that an object at a place may contain, in the order of Microsoft's type. */
const contentRows = (node: ResponseNode, index: number, around: Around, walk: Walk): readonly ProofRow[] => {
  if (node.node === 'by-type') return byTypeRows(node, around, walk);
  if (node.node !== 'object') return [];
  const named = new Set(Object.keys(node.properties));
  const { type } = around;
  const declared = type === '' ? [] : propertiesAt(type, named, walk.version, walk.knowledge);
  const names = new Set(declared.map(({ name }) => name));
  const strangers = [...named]
    .filter((written) => !names.has(written))
    .map((written) => {
      const name = written.replace(deltaName, '');
      const property = declared.find((candidate) => candidate.name === name);
      return { written, property: property ?? strangerAt(type, name, walk.version, walk.knowledge) };
    });
  return [
    ...typeRow(node, index, around, walk),
    ...declared.flatMap((property) => {
      const at = node.properties[property.name];
      return at === undefined
        ? droppedRows(property, around, walk)
        : namedRows(property, property.name, at, around, walk);
    }),
    ...strangers.flatMap(({ written, property }) =>
      namedRows(property, written, node.properties[written] ?? -1, around, walk),
    ),
  ];
};

/** Returns the rows of an endpoint's response, or of the items of its list. */
export const proveAnswer = (
  root: number,
  entity: string | undefined,
  walk: Omit<Walk, 'listed'>,
): readonly ProofRow[] => {
  const { node, index } = itemOf(root, '', walk.plan);
  const type = entity ?? '';
  const listed = new Map([[`${index} ${type}`, '']]);
  return contentRows(node, index, { path: '', type }, { ...walk, listed });
};

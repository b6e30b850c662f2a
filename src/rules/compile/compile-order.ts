import type { Located, ResponseRule } from '../format/index.ts';
import type { TimeOrder } from '../plan/index.ts';
import type { Nodes } from './nodes.ts';
import type { Session } from './session.ts';

type WithNodes = Session & { readonly nodes: Nodes };

const written = /^(?<path>[A-Za-z][A-Za-z0-9]*(?:\/[A-Za-z][A-Za-z0-9]*)*)(?: (?<direction>asc|desc))?$/;

const propertiesAt = (index: number, nodes: Nodes): Readonly<Record<string, number>> => {
  const node = nodes.at(index)?.node;
  return node?.node === 'object' ? node.properties : {};
};

/** Expands `start` to `start/dateTime`, the sortable part of a time with a zone. */
const withTime = (index: number, path: readonly string[], nodes: Nodes): readonly string[] => {
  const last = path.reduce<number | undefined>(
    (at, name) => (at === undefined ? undefined : propertiesAt(at, nodes)[name]),
    index,
  );
  return last !== undefined && propertiesAt(last, nodes)['dateTime'] !== undefined ? [...path, 'dateTime'] : path;
};

/**
 * Compiles the time by which the items of a list are sorted. Returns undefined for order by token and after a reported
 * mistake. The time must be kept unchanged, because a truncated one wouldn't explain the order.
 */
export const compileOrder = (
  { value, position }: Located<string>,
  item: number,
  { nodes, report }: WithNodes,
): TimeOrder | undefined => {
  if (value === 'token') return undefined;
  const { path, direction } = written.exec(value)?.groups ?? {};
  if (path === undefined) {
    report.error('rules/order', position, { written: value });
    return undefined;
  }
  const names = withTime(item, path.split('/'), nodes);
  let at = item;
  for (const name of names) {
    const known = propertiesAt(at, nodes);
    const next = Object.hasOwn(known, name) ? known[name] : undefined;
    if (next === undefined) {
      report.error('rules/order:not-kept', position, { path, name, known: Object.keys(known) });
      return undefined;
    }
    at = next;
  }
  const node = nodes.at(at)?.node;
  if (node?.node === 'keep' && node.format.format === 'date-time')
    return { path: names, descending: direction === 'desc' };
  report.error('rules/order:not-time', position, { path });
  return undefined;
};

/** Reports `$order` in an object outside of a list. */
export const refuseOrder = (written: ResponseRule | undefined, session: WithNodes): void => {
  const rule = written && session.resolve(written);
  if (rule?.rule !== 'object' || rule.order === undefined) return;
  session.report.error('rules/order:misplaced', rule.order.position);
};

import type { NarrowerPermission } from '../../src/connectors/index.ts';

/** Names the data and the endpoints that are lost with a narrower permission, as Markdown. */
export const lostWith = ({ loses, removed }: Pick<NarrowerPermission, 'loses' | 'removed'>): string =>
  `${loses.trim()}${removed.length === 0 ? '' : ` Not served: ${removed.map((path) => `\`${path}\``).join(', ')}.`}`;

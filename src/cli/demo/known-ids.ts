/** Ids (as pseudonyms) that earlier replies gave, under the names that example calls use: `userId`, `driveId`, … */
export type KnownIds = {
  /** Remembers the first id of a collection's reply: `/v1.0/users` gives `userId`, `/v1.0/sites/getAllSites` gives `siteId`. */
  readonly learn: (path: string, reply: unknown) => void;
  /** The path with its placeholders filled, or the name of the first that nothing is known for. */
  readonly fill: (path: string) => { readonly path: string } | { readonly missing: string };
};

export const makeKnownIds = (): KnownIds => {
  const ids = new Map<string, string>();
  return {
    learn: (path, reply) => {
      const name = placeholderOf(path);
      const id = firstId(reply);
      if (name !== undefined && id !== undefined && !ids.has(name)) ids.set(name, id);
    },
    fill: (path) => {
      const missing = [...path.matchAll(placeholders)].map(([, name]) => name ?? '').find((name) => !ids.has(name));
      if (missing !== undefined) return { missing };
      return { path: path.replace(placeholders, (_whole, name: string) => ids.get(name) ?? '') };
    },
  };
};

/** The collection that would give a placeholder's id: `userId` → `/v1.0/users`. */
export const collectionOf = (placeholder: string, version: string): string =>
  `/${version}/${placeholder.replace(/Id$/, '')}s`;

const placeholders = /\{([A-Za-z]+)\}/g;

const placeholderOf = (path: string): string | undefined => {
  const last = path.split('?')[0]?.split('/').at(-1) ?? '';
  const plural = last.replace(/^(?:getAll|all)/, '');
  if (!plural.endsWith('s')) return undefined;
  return `${plural.charAt(0).toLowerCase()}${plural.slice(1, -1)}Id`;
};

const firstId = (reply: unknown): string | undefined => {
  const items = (reply as { value?: unknown } | null)?.value;
  const id = Array.isArray(items) ? (items[0] as { id?: unknown } | undefined)?.id : undefined;
  return typeof id === 'string' ? id : undefined;
};

/** Ids (as pseudonyms) from earlier replies, by the names in example calls: `userId`, `driveId`, … */
export type KnownIds = {
  /**
   * Stores an id from a collection's reply: `/v1.0/users` gives `userId`, `/v1.0/sites/getAllSites` gives `siteId`.
   * Without `place`, takes the first id, or among people the first member who can sign in and isn't a guest.
   */
  readonly learn: (path: string, reply: unknown, place?: number) => void;
  /** Fills the placeholders of a path, or returns the name of the first one without a known id. */
  readonly fill: (path: string) => { readonly path: string } | { readonly missing: string };
};

export const makeKnownIds = (): KnownIds => {
  const ids = new Map<string, string>();
  return {
    learn: (path, reply, place) => {
      const name = placeholderOf(path);
      const id = idAt(reply, place);
      if (name !== undefined && id !== undefined && !ids.has(name)) ids.set(name, id);
    },
    fill: (path) => {
      const missing = [...path.matchAll(placeholders)].map(([, name]) => name ?? '').find((name) => !ids.has(name));
      if (missing !== undefined) return { missing };
      return { path: path.replace(placeholders, (_whole, name: string) => ids.get(name) ?? '') };
    },
  };
};

/** Returns the collection that contains a placeholder's id: `userId` → `/v1.0/users`. */
export const collectionOf = (placeholder: string, version: string): string =>
  `/${version}/${placeholder.replace(/Id$/, '')}s`;

const placeholders = /\{([A-Za-z]+)\}/g;

const placeholderOf = (path: string): string | undefined => {
  const last = path.split('?')[0]?.split('/').at(-1) ?? '';
  const plural = last.replace(/^(?:getAll|all)/, '');
  if (!plural.endsWith('s')) return undefined;
  return `${plural.charAt(0).toLowerCase()}${plural.slice(1, -1)}Id`;
};

type Listed = { readonly id?: unknown; readonly userType?: unknown; readonly accountEnabled?: unknown } | undefined;

const idAt = (reply: unknown, place: number | undefined): string | undefined => {
  const items = (reply as { value?: unknown } | null)?.value;
  if (!Array.isArray(items)) return undefined;
  const listed = items as readonly Listed[];
  const active = listed.findIndex((item) => item?.userType === 'Member' && item.accountEnabled === true);
  const id = listed[place ?? Math.max(0, active)]?.id;
  return typeof id === 'string' ? id : undefined;
};

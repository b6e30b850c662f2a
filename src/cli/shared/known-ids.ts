/** Ids (as pseudonyms) from earlier replies, by the names in example calls: `userId`, `driveId`, … */
export type KnownIds = {
  /**
   * Stores the ids of a collection's reply: `/v1.0/users` gives `userId`, `/v1.0/sites/getAllSites` gives `siteId`. The
   * first one is the id at `place`, or among people the first member who can sign in and isn't a guest.
   */
  readonly learn: (path: string, reply: unknown, place?: number) => void;
  /**
   * Fills the placeholders of a path, or returns the name of the first one without a known id. `alternative` takes the
   * next ids of the same replies.
   */
  readonly fill: (path: string, alternative?: number) => { readonly path: string } | { readonly missing: string };
};

export const makeKnownIds = (): KnownIds => {
  const ids = new Map<string, readonly string[]>();
  return {
    learn: (path, reply, place) => {
      const name = placeholderOf(path);
      const found = idsIn(reply, place);
      if (name !== undefined && found.length > 0 && !ids.has(name)) ids.set(name, found);
    },
    fill: (path, alternative = 0) => {
      const idOf = (name: string): string | undefined => ids.get(name)?.[alternative];
      const names = [...path.matchAll(placeholders)].map(([, name]) => name ?? '');
      const missing = names.find((name) => idOf(name) === undefined);
      if (missing !== undefined) return { missing };
      return { path: path.replace(placeholders, (_whole, name: string) => idOf(name) ?? '') };
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

const idsIn = (reply: unknown, place: number | undefined): readonly string[] => {
  const items = (reply as { value?: unknown } | null)?.value;
  if (!Array.isArray(items)) return [];
  const listed = items as readonly Listed[];
  const active = listed.findIndex((item) => item?.userType === 'Member' && item.accountEnabled === true);
  const first = listed[place ?? Math.max(0, active)];
  return [first, ...listed.filter((item) => item !== first)].flatMap((item) =>
    typeof item?.id === 'string' ? [item.id] : [],
  );
};

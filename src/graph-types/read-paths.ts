import published from './published/read-paths.json' with { type: 'json' };

/** Microsoft's permissions for a GET of one path; the least privileged first if it is read-only. */
export type PathPermissions = { readonly application: readonly string[]; readonly delegated: readonly string[] };

type Row = readonly [application: readonly number[], delegated: readonly number[]];

/**
 * Converts a path to the publisher's notation: lower case, without a version, `{id}` for every parameter, functions
 * without arguments.
 */
const publishedForm = (pathTemplate: string): string =>
  pathTemplate
    .toLowerCase()
    .replace(/^\/(?:v1\.0|beta)(?=\/)/, '')
    .replaceAll(/\{[^}]*\}/g, '{id}')
    .replaceAll(/\([^)]*\)/g, '');

let rows: ReadonlyMap<string, Row> | undefined;

/** The publisher's rows by path, made on first use. */
const rowsByPath = (): ReadonlyMap<string, Row> => {
  rows ??= new Map(
    Object.entries(published.paths as unknown as Readonly<Record<string, Row>>).map(([path, row]) => [
      publishedForm(path),
      row,
    ]),
  );
  return rows;
};

const names = (places: readonly number[]): readonly string[] =>
  places.flatMap((place) => published.permissions[place] ?? []);

/**
 * Returns the permissions that Microsoft publishes for reading a path template, or undefined if the publisher doesn't list
 * the path. Source: microsoft-graph-devx-content, permissions/new/permissions.json.
 */
export const pathPermissions = (pathTemplate: string): PathPermissions | undefined => {
  const row = rowsByPath().get(publishedForm(pathTemplate));
  return row === undefined ? undefined : { application: names(row[0]), delegated: names(row[1]) };
};

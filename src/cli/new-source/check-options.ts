import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suggest } from '../../diagnostics/index.ts';
import { graphPermissions, pathIndex, pathPermissions, pathSegments } from '../../graph-types/index.ts';
import { findSource, loadSources } from '../../sources/index.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import type { ScaffoldOptions } from './scaffold.ts';
import { typesOf, versionOf } from './survey.ts';

const wrong = (code: string, message: string, hint: string): never => {
  throw new CliError(exitCodes.usage, code, message, hint);
};

/** Rejects an id that can't be one, or that is taken. */
export const checkId = (id: string, folder: string): void => {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) || id === 'shared')
    wrong('Source.Id', `${id} can't be the id of a source`, 'use lower-case words joined by hyphens');
  if (!existsSync(folder)) wrong('Source.NoFolder', `there is no folder ${folder}`, 'name the folder of sources');
  if (existsSync(join(folder, id)))
    throw new CliError(
      exitCodes.no,
      'Source.Exists',
      `${join(folder, id)} is there already, nothing was written`,
      'choose another id, or remove the folder yourself',
    );
  const owner = findSource(loadSources(folder).sources, id);
  if (owner !== undefined)
    throw new CliError(exitCodes.no, 'Source.Exists', `${id} is an alias of ${owner.id}`, 'choose another id');
};

/** Rejects what isn't a path template. */
export const checkPath = (path: string): void => {
  if (!/^\/(?:v1\.0|beta)\/[^?#\s]+$/.test(path))
    wrong(
      'Source.Path',
      'the path is no path template',
      "write it with its version, as in '/v1.0/users/{userId}/planner/tasks'",
    );
};

/** Rejects a permission that Microsoft doesn't list as one that reads. */
export const checkPermission = (name: string, path: string): void => {
  if (Object.hasOwn(graphPermissions, name)) return;
  const listed = pathPermissions(path)?.application ?? [];
  wrong(
    'Source.Permission',
    `${name} is not an application permission of Microsoft Graph that only reads`,
    listed.length > 0
      ? `Microsoft lists ${listed.join(', ')} for this path`
      : suggest(name, Object.keys(graphPermissions), "see Microsoft's permissions reference"),
  );
};

/** Returns what the path answers with; rejects a type that Microsoft doesn't have or the path doesn't answer with. */
export const answerOf = ({
  path,
  entity,
}: {
  readonly path: string;
  readonly entity?: string;
}): Pick<ScaffoldOptions, 'entity' | 'shape'> => {
  const types = typesOf(versionOf(path));
  const found = pathIndex.resolve(versionOf(path), pathSegments(path));
  if (found !== undefined && entity !== undefined && entity !== found.type)
    return wrong(
      'Source.Entity',
      `the path answers with ${found.type}`,
      `write --entity ${found.type}, or leave it out`,
    );
  const name = entity ?? found?.type;
  if (name === undefined || types[name] === undefined) {
    const known = Object.keys(types);
    const hint = suggest(name ?? '', known, "write its name as Microsoft's reference does, without microsoft.graph.");
    const message =
      name === undefined ? 'the path does not tell what it answers with' : `Microsoft has no type ${name}`;
    return wrong('Source.Entity', message, name === undefined ? `say it with --entity; ${hint}` : hint);
  }
  if (path.endsWith('/delta')) return { entity: name, shape: 'delta' };
  return { entity: name, shape: found?.collection === false ? 'entity' : 'collection' };
};

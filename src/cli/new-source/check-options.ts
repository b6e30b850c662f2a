import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { graphPermissions, pathIndex, pathPermissions, pathSegments } from '../../graph-types/index.ts';
import { findSource, loadSources } from '../../sources/index.ts';
import { cliError } from '../shared/exit.ts';
import type { ScaffoldOptions } from './scaffold.ts';
import { typesOf, versionOf } from './survey.ts';

/** Rejects an invalid or existing id. */
export const checkId = (id: string, folder: string): void => {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) || id === 'shared') throw cliError('Source.Id', { name: id });
  if (!existsSync(folder)) throw cliError('Source.NoFolder', { path: folder });
  if (existsSync(join(folder, id))) throw cliError('Source.Exists', { path: join(folder, id) });
  const owner = findSource(loadSources(folder).sources, id);
  if (owner !== undefined) throw cliError('Source.Exists:alias', { id, owner: owner.id });
};

/** Rejects anything but a path template. */
export const checkPath = (path: string): void => {
  if (!/^\/(?:v1\.0|beta)\/[^?#\s]+$/.test(path)) throw cliError('Source.Path');
};

/** Rejects a permission that isn't on Microsoft's list of read permissions. */
export const checkPermission = (name: string, path: string): void => {
  if (Object.hasOwn(graphPermissions, name)) return;
  const listed = pathPermissions(path)?.application ?? [];
  throw cliError('Source.Permission', { name, known: Object.keys(graphPermissions), listed });
};

type Endpoint = { readonly path: string; readonly entity?: string };

/**
 * Returns the response type of the path. Rejects a type that Microsoft doesn't publish or that doesn't match the path.
 */
export const answerOf = ({ path, entity }: Endpoint): Pick<ScaffoldOptions, 'entity' | 'shape'> => {
  const types = typesOf(versionOf(path));
  const found = pathIndex.resolve(versionOf(path), pathSegments(path));
  if (found !== undefined && entity !== undefined && entity !== found.type)
    throw cliError('Source.Entity:path', { type: found.type });
  const name = entity ?? found?.type;
  if (name === undefined) throw cliError('Source.Entity:unknown');
  if (types[name] === undefined) throw cliError('Source.Entity', { name, known: Object.keys(types) });
  if (path.endsWith('/delta')) return { entity: name, shape: 'delta' };
  return { entity: name, shape: found?.collection === false ? 'entity' : 'collection' };
};

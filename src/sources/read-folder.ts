import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { SourceText } from '../compile/index.ts';

/** Reads a file with the path for positions: relative to `from`, with forward slashes. */
export const readText = (path: string, from: string): SourceText => ({
  path: relative(from, path).replaceAll('\\', '/') || path,
  text: readFileSync(path, 'utf8'),
});

/**
 * Reads the `*.yaml` files of a folder by their base names, in alphabetical order; none if the folder doesn't exist.
 */
export const readYamlFolder = (folder: string, from: string): ReadonlyMap<string, SourceText> => {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return new Map(names.map((name) => [name.slice(0, -'.yaml'.length), readText(join(folder, name), from)]));
};

/** Folders that contain a `source.yaml`, in alphabetical order. */
export const sourceFolders = (rulesFolder: string): readonly string[] =>
  readdirSync(rulesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(rulesFolder, entry.name, 'source.yaml')))
    .map(({ name }) => name)
    .sort();

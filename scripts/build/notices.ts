import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code is in a bundle. */
export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its package.json. */
  readonly license: string;
  /** Its license and notice files, one after another. */
  readonly text: string;
};

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const legalFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** Returns the package folders among the inputs of a bundle, without duplicates. */
export const packageFolders = (inputs: readonly string[]): readonly string[] =>
  [...new Set(inputs.flatMap((input) => packageFolder.exec(input)?.[0] ?? []))].sort();

const readPackage = (root: string, folder: string): BundledPackage => {
  const path = join(root, folder);
  const stated = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<string, unknown>;
  const texts = readdirSync(path)
    .filter((name) => legalFile.test(name) && !/\.[cm]?[jt]s$/.test(name))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8').replaceAll('\r\n', '\n').trim());
  const { name, version, license } = stated;
  if (typeof name !== 'string' || typeof version !== 'string') throw new Error(`${folder} has no name or version`);
  if (typeof license !== 'string') throw new Error(`${name} ${version} states no license`);
  return { name, version, license, text: texts.join('\n\n') };
};

/** Returns the packages of a bundle, sorted by name. Throws if a package states no license. */
export const bundledPackages = (root: string, inputs: readonly string[]): readonly BundledPackage[] =>
  packageFolders(inputs)
    .map((folder) => readPackage(root, folder))
    .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));

const rule = '-'.repeat(80);

/** Returns the text of THIRD-PARTY-NOTICES.txt. Packages with the same license text share it. */
export const noticesText = (packages: readonly BundledPackage[]): string => {
  const byText = new Map<string, BundledPackage[]>();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const sections = [...byText].map(([text, sharing]) => {
    const names = [...new Set(sharing.map(({ name, version, license }) => `${name} ${version} (${license})`))];
    return `${rule}\n${names.join('\n')}\n\n${text === '' ? 'The package holds no license file; its package.json states the license above.' : text}\n`;
  });
  return `This software contains code of the following packages.\n\n${sections.join('\n')}`;
};

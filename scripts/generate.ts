// Writes the generated files; with --check it writes nothing and exits 1 when one is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLinePage } from './generate/command-line-page.ts';
import { kindsPage } from './generate/kinds-page.ts';
import type { Page } from './generate/page.ts';
import { transformsPage } from './generate/transforms-page.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

const pages: readonly Page[] = [commandLinePage, transformsPage, kindsPage];

const stale: string[] = [];
for (const { path, render } of pages) {
  const file = join(root, path);
  const text = await render();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const verb = check ? 'stale, run `npm run generate`' : 'written';
console.log(
  stale.length === 0
    ? `all ${pages.length} generated files are fresh`
    : stale.map((path) => `${verb}: ${path}`).join('\n'),
);
process.exitCode = check && stale.length > 0 ? 1 : 0;

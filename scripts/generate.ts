// Writes the generated files. With --check, writes nothing and exits with 1 if one is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCodeData } from './generate/error-code-data.ts';
import { mimeTypeData } from './generate/mime-type-data.ts';
import { nameDictionaryData } from './generate/name-dictionary-data.ts';
import type { Page } from './generate/page.ts';
import { pathIndexData } from './generate/path-index-data.ts';
import { privacyTableData } from './generate/privacy-table-data.ts';
import { timeZoneData } from './generate/time-zone-data.ts';
import { tokenHashData } from './generate/token-hash-data.ts';
import { typeIndexData } from './generate/type-index-data.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

const stale: string[] = [];
const bring = async ({ path, render }: Page): Promise<void> => {
  const file = join(root, path);
  const text = await render();
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const data = [
  ...typeIndexData,
  pathIndexData,
  errorCodeData,
  timeZoneData,
  tokenHashData,
  mimeTypeData,
  nameDictionaryData,
  privacyTableData,
];
for (const page of data) await bring(page);

// The pages import generated data, so they are loaded after it is written.
const pages = await (await import('./generate/pages.ts')).pages();
for (const page of pages) await bring(page);

const verb = check ? 'stale, run `npm run generate`' : 'written';
console.log(
  stale.length === 0
    ? `all ${data.length + pages.length} generated files are fresh`
    : stale.map((path) => `${verb}: ${path}`).join('\n'),
);
process.exitCode = check && stale.length > 0 ? 1 : 0;

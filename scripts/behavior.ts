// Records the output of a checkout's command line, and compares two recordings: before and after a change that keeps
// behavior as it is. Only public commands are used, so that checkouts with other modules can be compared.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readJson } from './behavior/files.ts';
import { record } from './behavior/record.ts';
import { allowed, differences, texts } from './behavior/recorded.ts';
import { root as ownRoot } from './root.ts';
import { runScript } from './run-script.ts';

const usage = `
Usage: node scripts/start.mjs scripts/behavior.ts record --out <folder> [--root <checkout>] [--like <recording>] [--vectors <file>]
       node scripts/start.mjs scripts/behavior.ts compare <recording> <recording> [--ignore-texts] [--ignore <pattern>]

record   runs a built checkout (npm run prepare) and writes normalized JSON. Default of --root: this checkout.
         --like takes keyring, calls, pages, sealed links and settings of an earlier recording, so that pseudonyms are equal
         byte by byte and earlier tokens and links have to open. Recordings to compare need it. Page links live for a limited time.
         Default of --vectors: shared/interop/vectors.jsonl beside the checkout.
compare  prints differences; exit code 1 when there are any. --ignore-texts leaves wording out; --ignore (may be repeated)
         leaves out the matches of a regular expression in "document.json.path.of.value".
`;

const documentsOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.startsWith('inputs'))
    .sort();

const compare = (a: string, b: string, ignored: readonly RegExp[]): void => {
  const names = [...new Set([a, b].flatMap(documentsOf))];
  let [found, left] = [0, 0];
  for (const name of names) {
    const absent = [a, b].find((folder) => !existsSync(join(folder, name)));
    const all = absent === undefined ? differences(readJson(join(a, name)), readJson(join(b, name))) : [];
    const meant = all.filter(({ path }) => !ignored.some((pattern) => pattern.test(`${name}${path}`)));
    left += all.length - meant.length;
    found += meant.length + (absent === undefined ? 0 : 1);
    if (absent !== undefined) console.log(`${name}: not in ${absent}`);
    for (const { path, before, after } of meant.slice(0, 5)) console.log(`${name}${path}\n  - ${before}\n  + ${after}`);
    if (meant.length > 5) console.log(`${name}: ${meant.length - 5} more`);
  }
  const recordings = new Set(names.map((name) => name.split('/')[0])).size;
  const verdict = found === 0 && names.length > 0 ? 'equal' : `${found} differences`;
  console.log(
    `${verdict}: ${recordings} recordings, ${names.length} documents${left > 0 ? `, ${left} differences ignored` : ''}`,
  );
  if (verdict !== 'equal') process.exitCode = 1;
};

await runScript(usage, async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ out: { type: 'string' }, root: { type: 'string' }, like: { type: 'string' }, vectors: { type: 'string' } },
      ...{ 'ignore-texts': { type: 'boolean' }, ignore: { type: 'string', multiple: true } },
    },
  });
  const [verb, a, b] = positionals;
  const root = resolve(values.root ?? ownRoot);
  const vectors = resolve(values.vectors ?? join(root, '../shared/interop/vectors.jsonl'));
  const { out, like } = values;
  if (verb === 'record' && out !== undefined)
    await record({ out: resolve(out), root, vectors, ...(like !== undefined && { like: resolve(like) }) });
  else if (verb === 'compare' && a !== undefined && b !== undefined)
    compare(a, b, [
      ...allowed,
      ...(values['ignore-texts'] === true ? [texts] : []),
      ...(values.ignore ?? []).map((pattern) => new RegExp(pattern)),
    ]);
  else throw new Error(usage.trim());
});

// Attacks on the information in replies, with figures before and after: `npm run attack`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { table } from '../../src/cli/shared/table.ts';
import { runScript } from '../run-script.ts';
import type { Attack, Finding } from './finding.ts';
import { attackOrder } from './order.ts';
import { attackUniqueness } from './uniqueness.ts';

const usage = `
Usage: npm run attack -- [options]

Attacks pseudonyms as somebody would who reads replies and knows the tenant: against the twin in Graph's order, with the
complete list of addresses. Prints the result of each attack before replies were written in token order, the result now, and
what guessing gives.

Options:
  --keyrings <n>  keyrings that pages are sanitized under; more find smaller leaks (default: 40)
  --json          print JSON

Exit code 0: no attack does better than chance. 1: one does, and is named.
`;

/** Attacks in other files of this folder; each exports \`attack\`. */
const others = ['links', 'spaces', 'guests'];

const loadOthers = async (): Promise<readonly Attack[]> => {
  const found: Attack[] = [];
  for (const name of others) {
    const file = new URL(`./${name}.ts`, import.meta.url);
    if (!existsSync(fileURLToPath(file))) continue;
    const { attack } = (await import(file.href)) as { readonly attack: Attack };
    found.push(attack);
  }
  return found;
};

const figure = (value: number | undefined): string =>
  value === undefined ? '' : Number.isInteger(value) ? String(value) : value.toFixed(3);

const verdict = ({ holds }: Finding): string => (holds === undefined ? 'documented' : holds ? 'holds' : 'BROKEN');

const print = (findings: readonly Finding[]): void => {
  const rows = findings.map((finding) => [
    finding.attack,
    finding.measure,
    figure(finding.before),
    figure(finding.after),
    figure(finding.chance),
    verdict(finding),
  ]);
  const right = { align: 'right' } as const;
  const columns = [{}, {}, right, right, right, {}];
  for (const line of table([['attack', 'measure', 'before', 'after', 'chance', ''], ...rows], { columns }))
    console.log(line);
};

const readKeyrings = (text: string): number => {
  const keyrings = Number(text);
  if (!Number.isSafeInteger(keyrings) || keyrings < 1) throw new Error('--keyrings is a whole number from 1');
  return keyrings;
};

await runScript(usage, async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: { keyrings: { type: 'string', default: '40' }, json: { type: 'boolean', default: false } },
  });
  const progress = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  };
  const effort = { keyrings: readKeyrings(values.keyrings), progress };
  const findings: Finding[] = [];
  for (const attack of [attackOrder, attackUniqueness, ...(await loadOthers())])
    findings.push(...(await attack(effort)));
  progress('');
  if (values.json) console.log(JSON.stringify(findings, undefined, 2));
  else print(findings);
  if (findings.some(({ holds }) => holds === false)) process.exitCode = 1;
});

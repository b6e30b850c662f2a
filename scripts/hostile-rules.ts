// Generates hostile and harmless rule files for each kind of attack and checks them: `tsx scripts/hostile-rules.ts
// [seed]`.
import { proveAll } from './hostile-rules/prove-all.ts';

const seed = Number(process.argv[2] ?? 1);
const { hostile, harmless, leaks, falseAlarms } = proveAll(seed, 2_000, 500);

const counts = new Map<string, number>();
for (const { kind, codes } of hostile)
  for (const code of new Set(codes)) counts.set(`${kind}: ${code}`, (counts.get(`${kind}: ${code}`) ?? 0) + 1);
for (const [line, count] of [...counts].sort()) console.log(`${String(count).padStart(5)}  ${line}`);
for (const { text, codes } of [...leaks, ...falseAlarms].slice(0, 20)) console.log(`\n${codes.join(' ')}\n${text}`);
console.log(
  `seed ${seed}: ${hostile.length} hostile, ${leaks.length} proven; ${harmless.length} harmless, ${falseAlarms.length} refused`,
);
process.exitCode = leaks.length + falseAlarms.length > 0 ? 1 : 0;

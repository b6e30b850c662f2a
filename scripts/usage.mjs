import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node-bundle.mjs';

/**
 * Returns the help of a script without loading it: its constant `usage`, otherwise the comment at its head. `commands`: the
 * scripts of package.json.
 */
export const usageOf = (file, commands) => {
  const text = readFileSync(join(root, file), 'utf8');
  const [, usage] = /^const usage = `([^`$]*)`;$/m.exec(text) ?? [];
  if (usage !== undefined) return usage.trim();
  const comment = /^(?:\/\/.*\n)*/.exec(text)?.[0] ?? '';
  const [name = file] = Object.entries(commands).find(([, command]) => command.split(' ').includes(file)) ?? [];
  return `Usage: npm run ${name} [-- options]\n\n${comment.replaceAll(/^\/\/ ?/gm, '').trim()}`;
};

/** Prints the help of a script if the arguments ask for it. */
export const printsUsage = (file, args) => {
  if (!args.includes('--help') && !args.includes('-h')) return false;
  console.log(usageOf(file, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts));
  return true;
};

import type { Command } from 'commander';
import { Option } from 'commander';
import { cliError } from './exit.ts';

/** Options that select the rules, the call and the pseudonyms. */
export type RuleOptions = {
  readonly source?: string;
  readonly rules?: string;
  readonly variant?: readonly string[];
  readonly extra?: readonly string[];
  readonly url: string;
  readonly method: string;
  readonly scheme: 'v1' | 'psoxy';
  readonly keyring?: string;
  readonly upstream?: true;
  readonly json?: true;
};

const each = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

/** Adds the options to a command. */
export const withRuleOptions = (command: Command): Command =>
  command
    .option('--source <id>', 'use the rules of a source that comes with Graphveil')
    .option('--rules <file>', 'use your own rules, in either form')
    .option('--variant <name>', 'apply a variant to the rules of the source (may be repeated)', each)
    .option('--extra <id>', 'add an extra of the source (may be repeated)', each)
    .requiredOption('--url <url>', 'URL of the call: absolute, or only path and query')
    .option('--method <method>', 'HTTP method', 'GET')
    .addOption(
      new Option(
        '--scheme <scheme>',
        'token format; psoxy reads PSOXY_SALT, PSOXY_ENCRYPTION_KEY and EMAIL_CANONICALIZATION',
      )
        .choices(['v1', 'psoxy'])
        .default('v1'),
    )
    .option('--keyring <file>', 'keyring file; without one, pseudonyms are valid only for this run')
    .option('--upstream', 'the URL is as Graph gets it, with plain values where callers must use tokens')
    .option('--json', 'print problems and explanations as JSON');

/** Rejects conflicting options. */
export const checkRuleOptions = ({ source, rules, variant, extra, scheme, keyring }: RuleOptions): void => {
  if ((source === undefined) === (rules === undefined))
    throw cliError('Usage:exactly-one', { options: '--source and --rules' });
  if (source === undefined && (variant ?? extra) !== undefined)
    throw cliError('Usage:requires', { options: '--variant or --extra', required: '--source' });
  if (scheme === 'psoxy' && keyring !== undefined) throw cliError('Usage:scheme');
};

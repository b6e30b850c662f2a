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
    .option('--source <id>', 'rules of a source that comes with Graphveil')
    .option('--rules <file>', 'rules of your own, in either form')
    .option('--variant <name>', 'lay a variant of the source over its rules (may be repeated)', each)
    .option('--extra <id>', 'add an extra of the source (may be repeated)', each)
    .requiredOption('--url <url>', 'what is asked: a whole URL, or path and query')
    .option('--method <method>', 'HTTP method', 'GET')
    .addOption(
      new Option(
        '--scheme <scheme>',
        'how tokens are written; psoxy reads PSOXY_SALT, PSOXY_ENCRYPTION_KEY and EMAIL_CANONICALIZATION',
      )
        .choices(['v1', 'psoxy'])
        .default('v1'),
    )
    .option('--keyring <file>', 'keyring file; without one, pseudonyms hold for this run alone')
    .option('--upstream', 'the URL is as Graph sees it: plain values stand where callers must give tokens')
    .option('--json', 'problems and explanations as JSON');

/** Rejects conflicting options. */
export const checkRuleOptions = ({ source, rules, variant, extra, scheme, keyring }: RuleOptions): void => {
  if ((source === undefined) === (rules === undefined))
    throw cliError('Usage:exactly-one', { options: '--source and --rules' });
  if (source === undefined && (variant ?? extra) !== undefined)
    throw cliError('Usage:requires', { options: '--variant or --extra', required: '--source' });
  if (scheme === 'psoxy' && keyring !== undefined) throw cliError('Usage:scheme');
};

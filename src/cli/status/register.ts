import { type Command, Option } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withOutputsOption, withSettingsOption } from '../shared/settings-option.ts';
import { defaultSeconds, readSeconds } from './seconds.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil status                 every connector: health, consent, last call, refused calls, alarms; and the keyring
  graphveil status --watch 30      the same every 30 seconds, until Ctrl+C
  graphveil status --json          for a monitor; with --watch, one line per round

The exit code is 1 if something is wrong, and 3 if a service can't be reached. Health needs the right to call a
connector: as a caller of the settings whose role you may assume, or as yourself. Behind an HTTP API, name Terraform's
outputs with --outputs, unless the state is next to the settings.`;

/** Registers `graphveil status`, which shows a running deployment. */
export const register = (command: Command): void => {
  withOutputsOption(withSettingsOption(command))
    .addOption(
      new Option('--watch [seconds]', `repeat, every ${defaultSeconds} seconds if none are named`).argParser(
        readSeconds,
      ),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazily(load, 'run'));
};

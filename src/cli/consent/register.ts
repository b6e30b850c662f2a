import { type Command, Option } from 'commander';
import { lazily } from '../shared/lazily.ts';
import { withOutputsOption, withSettingsOption } from '../shared/settings-option.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil consent request --format html > request.html     before the first apply, if a colleague creates the applications
  graphveil consent render --outputs outputs.json            the documents, if apply runs on another machine
  graphveil consent verify                                   after consent: granted, missing and surplus permissions, passwords

\`terraform -chdir=cdktf.out/stacks/graphveil.ENVIRONMENT output -json > outputs.json\` saves the outputs.`;

/** Registers `graphveil consent …`, which writes the documents for administrators and checks their grants. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) => withSettingsOption(command.command(name).description(summary));
  const addWithOutputs = (name: string, summary: string) =>
    withOutputsOption(add(name, summary)).option('--json', 'print JSON');

  command.addHelpText('after', examples);
  add('request', 'print the request for a colleague who creates the applications')
    .option('--owner <id>', 'object ID of the person who deploys (default: the first of owners in the settings)')
    .addOption(new Option('--format <format>', 'output format').choices(['md', 'html', 'json']).default('md'))
    .action(lazily(load, 'runRequest'));
  addWithOutputs('render', 'write the documents for administrators and callers from Terraform’s outputs, as apply does')
    .option('--outputs-variable <name>', 'environment variable that contains the outputs, in place of --outputs')
    .option(
      '--out <folder>',
      'output folder of the documents (default: documents.folder of the settings, and entraOutputs next to them)',
    )
    .action(lazily(load, 'runRender'));
  addWithOutputs('verify', 'compare the tenant with the requested permissions and trusts').action(
    lazily(load, 'runVerify'),
  );
};

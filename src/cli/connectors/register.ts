import { type Command, InvalidArgumentError } from 'commander';
import { withAccessOptions } from '../shared/access-options.ts';
import { lazily } from '../shared/lazily.ts';

const load = () => import('./command.ts');

const examples = `
Examples:
  graphveil connectors list --aws                        connectors of the deployment with their status
  graphveil connectors show CONNECTOR --aws              settings, permissions, status, and who uses it
  graphveil connectors check CONNECTOR --aws             check keyring, sign-in, consent and one call now
  graphveil connectors plan CONNECTOR --aws --set extras=members --set timeout=90
                                                         the consequences of a change, and its lines of graphveil.yaml
  graphveil connectors apply CONNECTOR --aws --set offered=group --if-version 3
                                                         apply the parts that take effect at once
  graphveil connectors pause CONNECTOR --aws --reason "Incident 20417"
                                                         refuse every call, with a token or without, at once
  graphveil connectors plan-delete CONNECTOR --aws       counts of a removal, and its confirmation for 10 minutes
  graphveil connectors delete CONNECTOR --aws --confirm TEXT
                                                         refuse every call, end its grants; the ledger stays

Fields of --set: offered (tenant, group, self), clientId, tenantId, enabled, variants, extras, narrow (narrower
permissions), mailboxAccess, memory, timeout, reservedConcurrency, publicUrl. Lists are separated by commas.
A client secret of the tenant is never taken: connectors sign in with a federated credential.`;

const fieldOf = (text: string, before: readonly string[] = []): readonly string[] => {
  if (!/^[A-Za-z]\w*=/.test(text)) throw new InvalidArgumentError('expected a field and its value, such as timeout=90');
  return [...before, text];
};

const versionOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a number, which connectors show prints');
  return Number(text);
};

const reasonOf = (text: string): string => {
  if (text.trim().length < 5 || text.length > 500) throw new InvalidArgumentError('expected 5 to 500 characters');
  return text.trim();
};

/** Registers `graphveil connectors …`: the registry of connectors. */
export const register = (command: Command): void => {
  const add = (name: string, summary: string) => withAccessOptions(command.command(name).description(summary));
  const addNamed = (name: string, summary: string) => add(name, summary).argument('<connector>', 'its name');
  command.addHelpText('after', examples);
  add('list', 'list connectors with their status and its age').action(lazily(load, 'runList'));
  addNamed('show', 'show a connector with status, settings, permissions and uses').action(lazily(load, 'runShow'));
  addNamed('check', 'check keyring, sign-in, consent and one call now, and keep the results as evidence')
    .option('--url <url>', 'base URL of graphveil serve on this machine, instead of the deployment')
    .action(lazily(load, 'runCheck'));
  addNamed('plan', 'show the consequences of a change, without applying it')
    .requiredOption('--set <field=value>', 'a field and its new value; can be repeated', fieldOf)
    .action(lazily(load, 'runPlan'));
  addNamed('apply', 'apply the parts of a change that take effect at once')
    .requiredOption('--set <field=value>', 'a field and its new value; can be repeated', fieldOf)
    .requiredOption('--if-version <number>', 'version that the plan was made for', versionOf)
    .action(lazily(load, 'runApply'));
  addNamed('pause', 'refuse every call of a connector until it is resumed')
    .requiredOption('--reason <text>', 'the reason, for the status and the ledger', reasonOf)
    .action(lazily(load, 'runPause'));
  addNamed('resume', 'let a paused connector serve calls again').action(lazily(load, 'runResume'));
  addNamed('plan-delete', 'count clients, grants and tokens of a removal, and print its confirmation').action(
    lazily(load, 'runPlanDelete'),
  );
  addNamed('delete', 'delete a connector: refuse every call and end its grants, at once')
    .requiredOption('--confirm <text>', 'the confirmation that plan-delete printed')
    .action(lazily(load, 'runDelete'));
};

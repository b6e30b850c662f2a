import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyConnector, outputsVariable, readTerraformOutputs, type Settings } from '../../src/config/index.ts';

const sameIds = (path: string, entra: object | undefined): boolean => {
  if (entra === undefined) return true;
  const outputs = existsSync(path) ? readTerraformOutputs(readFileSync(path, 'utf8')) : undefined;
  return JSON.stringify(outputs?.entra) === JSON.stringify(entra);
};

const isComplete = (settings: Settings, folder: string, text: string): boolean => {
  const outputs = readTerraformOutputs(text);
  if (outputs === undefined) return true;
  const documents = join(folder, settings.documents.folder);
  const expected = [
    ...(outputs.entra === undefined ? [] : [`consent/${everyConnector}.html`]),
    ...[...outputs.callerRoles.keys()].map((caller) => `callers/${caller}.html`),
  ];
  return (
    sameIds(join(folder, settings.entraOutputs), outputs.entra) &&
    expected.every((path) => existsSync(join(documents, path)))
  );
};

/**
 * Writes the documents if apply didn't: they may have been written on another machine, or in this folder for another
 * environment. @param settings path of the settings file
 */
export const completeHandOver = (
  root: string,
  path: string,
  { settings, folder, outputs }: { readonly settings: Settings; readonly folder: string; readonly outputs: string },
): void => {
  if (settings.documents.deliver === 'outputs' || isComplete(settings, folder, outputs)) return;
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'dist/cli/graphveil.js'),
      'consent',
      'render',
      '--settings',
      path,
      `--outputs-variable=${outputsVariable}`,
    ],
    { stdio: 'inherit', env: { ...process.env, [outputsVariable]: outputs } },
  );
  if (status !== 0) throw new Error('the deployment is complete, but its documents could not be written');
};

/** Returns the steps after the first apply, for the terminal. @param settings path of the settings file */
export const afterFirst = ({ documents }: Settings, settings: string): string => {
  const option = settings === 'graphveil.yaml' ? '' : ` --settings ${settings}`;
  const consent =
    documents.deliver === 'outputs' ? 'the consent document' : `${documents.folder}/consent/${everyConnector}.html`;
  return `
Next:
  npx --no-install graphveil keys init --aws${option}   as aws.keysRole, to create the keyring
  send ${consent} to an administrator of the tenant
  npx --no-install graphveil status${option}   shows when both are done, and who can fix each problem`;
};

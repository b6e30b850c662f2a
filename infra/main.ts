import { App } from 'cdktf';
import { type Deployment, type StackName, stackNames } from './deployment.ts';
import { escapeTerraformIn } from './escape-terraform.ts';
import { AwsStack, EntraStack, TogetherStack } from './stacks/stacks.ts';

export { type StackName, stackNames };

/** Returns the stacks of a deployment, Entra before AWS. */
export const stacksOf = (deployment: Pick<Deployment, 'settings'>): readonly StackName[] =>
  deployment.settings.stacks === 'together' ? [stackNames.together] : [stackNames.entra, stackNames.aws];

/**
 * Runs a part of a synthesis without the stack traces that cdktf formats for each reference and lazy value. Only its messages about
 * values that can't be resolved would show them.
 */
const withoutCreationStacks = <Result>(run: () => Result): Result => {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => '';
  try {
    return run();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
};

/**
 * Builds the construct tree. Escapes texts from people for Terraform first; writes nothing.
 *
 * @param only names of stacks. @default - all of the deployment's
 */
export const buildApp = (deployment: Deployment, outdir: string, only?: readonly StackName[]): App => {
  const app = new App({ outdir });
  const safe: Deployment = { ...deployment, settings: escapeTerraformIn(deployment.settings) };
  withoutCreationStacks(() => {
    for (const name of only ?? stacksOf(deployment)) {
      if (name === stackNames.together) new TogetherStack(app, safe);
      if (name === stackNames.entra) new EntraStack(app, safe);
      if (name === stackNames.aws) new AwsStack(app, safe);
    }
  });
  return app;
};

/** Writes plain Terraform JSON below `outdir`. Reads only its arguments and needs no network. */
export const synthesize = (deployment: Deployment, outdir: string, only?: readonly StackName[]): void => {
  const app = buildApp(deployment, outdir, only);
  withoutCreationStacks(() => app.synth());
};

import type { Construct } from 'constructs';
import type { Settings } from '../../src/config/index.ts';
import { ConsoleAddress } from '../aws/access/console.ts';
import { AwsResources, replacedKeys } from '../aws/aws-resources.ts';
import { type ApplicationIds, type Deployment, stackNames } from '../deployment.ts';
import { addHandOver, type HandedOver } from '../documents/hand-over.ts';
import { EntraResources } from '../entra/entra-resources.ts';
import { awsOutputs } from './aws-outputs.ts';
import { DeploymentStack } from './deployment-stack.ts';

const clientIds = (ids: ReadonlyMap<string, ApplicationIds>): ReadonlyMap<string, string> =>
  new Map([...ids].map(([name, { clientId }]) => [name, clientId]));

/** The outputs for the other stack and for `graphveil consent`: ids and trusted roles by connector. */
const applicationsOutput = ({ settings }: Deployment, { applications, subjects, console }: EntraResources) => ({
  environment: settings.environment,
  tenant: settings.tenant.id,
  applications: Object.fromEntries(applications),
  subjects: Object.fromEntries(subjects),
  ...(console && { console: { ...console.ids, url: console.url, subjects: Object.fromEntries(console.subjects) } }),
});

/** Environment, tenant, account and region of a stack's resources. Another account, region or tenant has none of them. */
const identityOf = ({ environment, tenant, aws }: Settings, sides: { entra: boolean; aws: boolean }) => ({
  environment,
  ...(sides.entra && { tenant: tenant.id }),
  ...(sides.aws && { account: aws.account, region: aws.region }),
});

abstract class DocumentedStack extends DeploymentStack {
  /** Adds the outputs, and lets apply write the documents unless they are rendered from the outputs by hand. */
  protected describe(entra: EntraResources | undefined, aws: AwsResources | undefined): void {
    const { deployment } = this;
    this.output(
      'deployment',
      'Environment, tenant, account and region of this state',
      identityOf(deployment.settings, { entra: entra !== undefined, aws: aws !== undefined }),
    );
    const applications = entra && applicationsOutput(deployment, entra);
    if (applications !== undefined) this.output('entra', 'Entra applications by connector', applications);
    if (aws !== undefined) {
      const outputs = awsOutputs(deployment, aws);
      this.output('connectors', 'Endpoints and functions by connector', outputs.connectors);
      this.output('callers', 'Connection data of each caller', outputs.callers);
      this.output('keyring', 'Where the keyring is kept', outputs.keyring);
      if (outputs.clients !== undefined)
        this.output('clients', 'Where registered tools call and are recorded', outputs.clients);
    }
    if (deployment.settings.documents.deliver === 'outputs') return;
    const handedOver: HandedOver = {
      ...(applications !== undefined && { entra: applications }),
      ...(aws !== undefined && {
        aws: {
          endpoints: new Map([...aws.connectors].map(([name, { endpoint }]) => [name, endpoint])),
          callerRoles: aws.callerRoles,
        },
      }),
    };
    addHandOver(this, deployment, handedOver);
  }
}

/** The console's address, which its application and its function need. */
const consoleAddress = (scope: Construct, { settings }: Deployment): ConsoleAddress | undefined =>
  settings.console && new ConsoleAddress(scope, 'console-address', settings);

/** Entra and AWS in one stack. */
export class TogetherStack extends DocumentedStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, stackNames.together, deployment);
    this.useEntra();
    this.useAws();
    const address = consoleAddress(this, deployment);
    const entra = new EntraResources(this, 'entra', deployment, address?.origin);
    const place = address && entra.console && { address, clientId: entra.console.ids.clientId };
    const aws = new AwsResources(this, 'aws-resources', deployment, clientIds(entra.applications), place);
    this.describe(entra, aws);
    this.keep([...entra.kept, ...aws.kept], replacedKeys(deployment.settings));
  }
}

/** The stack of the team that runs Entra. It is applied first and writes the ids that the other stack needs. */
export class EntraStack extends DocumentedStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, stackNames.entra, deployment);
    this.useEntra();
    const entra = new EntraResources(this, 'entra', deployment);
    this.describe(entra, undefined);
    this.keep(entra.kept);
  }
}

/** The stack of the team that runs AWS. It uses the ids that the Entra stack wrote. */
export class AwsStack extends DocumentedStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, stackNames.aws, deployment);
    this.useAws();
    const address = consoleAddress(this, deployment);
    const place = address && { address, clientId: deployment.consoleApplication?.clientId ?? '' };
    const aws = new AwsResources(
      this,
      'aws-resources',
      deployment,
      clientIds(deployment.applications ?? new Map()),
      place,
    );
    this.describe(undefined, aws);
    this.keep(aws.kept, replacedKeys(deployment.settings));
  }
}

import { File as LocalFile } from '@cdktf/provider-local/lib/file/index.js';
import type { Construct } from 'constructs';
import { callerFiles, consentFiles } from '../../src/documents/index.ts';
import { AwsResources } from '../aws/aws-resources.ts';
import { type ApplicationIds, type Deployment, stackNames } from '../deployment.ts';
import { DocumentFiles } from '../documents/files.ts';
import { createPlaceholders } from '../documents/placeholders.ts';
import { EntraResources } from '../entra/entra-resources.ts';
import { withAddress } from '../with-address.ts';
import { awsOutputs, callerModelsWithPlaceholders } from './aws-parts.ts';
import { DeploymentStack, documentsFolder, inFolder } from './deployment-stack.ts';
import { applicationsOutput, consentModelWithPlaceholders } from './entra-parts.ts';

const clientIds = (ids: ReadonlyMap<string, ApplicationIds>): ReadonlyMap<string, string> =>
  new Map([...ids].map(([name, { clientId }]) => [name, clientId]));

abstract class DocumentedStack extends DeploymentStack {
  protected readonly placeholders = createPlaceholders();
  #files: DocumentFiles | undefined;

  /** Undefined if documents are rendered from the outputs instead. */
  protected files(): DocumentFiles | undefined {
    if (this.deployment.settings.documents.deliver === 'outputs') return undefined;
    this.#files ??= new DocumentFiles(this, 'documents', documentsFolder(this.deployment), this.placeholders);
    return this.#files;
  }

  protected describeEntra(entra: EntraResources): void {
    this.files()?.add(
      consentFiles(consentModelWithPlaceholders(this.deployment, entra.applications, this.placeholders)),
    );
    const { settings, fromStack } = this.deployment;
    const outputs = applicationsOutput(this.deployment, entra);
    this.output('entra', 'Entra applications by connector', outputs);
    if (settings.documents.deliver === 'files')
      withAddress(
        'entra-outputs',
        new LocalFile(this, 'entra-outputs', {
          filename: inFolder(fromStack, settings.entraOutputs),
          content: `${JSON.stringify(outputs, null, 2)}\n`,
          filePermission: '0644',
          directoryPermission: '0755',
        }),
      );
  }

  protected describeAws(aws: AwsResources): void {
    for (const model of callerModelsWithPlaceholders(this.deployment, aws, this.placeholders))
      this.files()?.add(callerFiles(model));
    const outputs = awsOutputs(this.deployment, aws);
    this.output('connectors', 'Endpoints and functions by connector', outputs.connectors);
    this.output('callers', 'Connection data of each caller', outputs.callers);
    this.output('keyring', 'Where the keyring is kept', outputs.keyring);
  }
}

/** Entra and AWS in one stack. */
export class TogetherStack extends DocumentedStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, stackNames.together, deployment);
    this.useEntra();
    this.useAws();
    const entra = new EntraResources(this, 'entra', deployment);
    const aws = new AwsResources(this, 'aws-resources', deployment, clientIds(entra.applications));
    this.describeEntra(entra);
    this.describeAws(aws);
    this.keep([...entra.kept, ...aws.kept]);
  }
}

/** The stack of the team that runs Entra. It is applied first and writes the ids that the other stack needs. */
export class EntraStack extends DocumentedStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, stackNames.entra, deployment);
    this.useEntra();
    const entra = new EntraResources(this, 'entra', deployment);
    this.describeEntra(entra);
    this.keep(entra.kept);
  }
}

/** The stack of the team that runs AWS. It uses the ids that the Entra stack wrote. */
export class AwsStack extends DocumentedStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, stackNames.aws, deployment);
    this.useAws();
    const aws = new AwsResources(this, 'aws-resources', deployment, clientIds(deployment.applications ?? new Map()));
    this.describeAws(aws);
    this.keep(aws.kept);
  }
}

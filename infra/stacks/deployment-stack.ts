import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider/index.js';
import { LocalBackend, S3Backend, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type CloudName, stackFolder, stateFile, stateKey } from '../../src/config/index.ts';
import type { Deployment, StackName } from '../deployment.ts';
import { escapeTerraform } from '../escape-terraform.ts';
import { withAddress } from '../with-address.ts';

/**
 * Versions whose schemas `npm run check` and the check of a release validate the stacks against, or whose source was read.
 * A lock file next to the settings picks one (docs/guides/several-engineers.md).
 */
const providerVersions = {
  aws: { source: 'hashicorp/aws', version: '>= 6.25.0, < 6.67.0' },
  azuread: { source: 'hashicorp/azuread', version: '>= 3.7.0, < 3.10.0' },
};

/** The azuread provider's names for Microsoft's clouds. */
const azureadEnvironments: Readonly<Record<CloudName, string>> = {
  global: 'global',
  'us-government': 'usgovernmentl4',
  'us-government-dod': 'usgovernmentl5',
  china: 'china',
};

/** The common parts of every stack of a deployment: the state backend from the settings, providers, named outputs. */
export class DeploymentStack extends TerraformStack {
  readonly deployment: Deployment;
  /** Terraform addresses of resources that Terraform must never destroy. */
  kept: readonly string[] = [];
  /** Those of earlier ones that it forgets, because the stack lacks them. */
  forgotten: readonly string[] = [];
  readonly #name: StackName;
  /** How types of the stack's providers begin. */
  readonly #providers: string[] = [];

  constructor(scope: Construct, name: StackName, deployment: Deployment) {
    super(scope, stackFolder(name, deployment.settings.environment));
    this.#name = name;
    this.deployment = deployment;
    // Older versions have no lock file in S3 and no removed blocks.
    this.addOverride('terraform.required_version', '>= 1.10');
    keepState(this, name, deployment);
  }

  /**
   * Lists resources that Terraform must never destroy, because they contain data or belong to somebody else. A resource
   * that an earlier synthesis listed and that this one lacks is removed from the state instead of destroyed, even if
   * the settings no longer name it. Call this after all resources have been created.
   *
   * @param replaced resources that the settings replace, to forget even if no earlier synthesis is known
   */
  protected keep(addresses: readonly string[], replaced: readonly string[] = []): void {
    const earlier = this.deployment.earlier?.get(this.#name) ?? [];
    const present = new Set(this.addresses());
    this.kept = [...addresses].sort();
    // A stack that was split off has the list of the whole one, with addresses of a provider that it lacks.
    this.forgotten = [...new Set([...earlier, ...replaced])]
      .filter((address) => this.#providers.some((prefix) => address.startsWith(prefix)) && !present.has(address))
      .sort();
    if (this.forgotten.length > 0)
      this.addOverride(
        'removed',
        this.forgotten.map((from) => ({ from, lifecycle: { destroy: false } })),
      );
    this.output('kept', 'Addresses that Terraform never destroys', this.kept);
  }

  /** Terraform addresses of all resources. */
  addresses(): readonly string[] {
    return this.node
      .findAll()
      .filter((part) => TerraformResource.isTerraformResource(part))
      .map((resource) => `${resource.terraformResourceType}.${resource.friendlyUniqueId}`);
  }

  protected useEntra(): void {
    const { tenant } = this.deployment.settings;
    this.#providers.push('azuread_');
    this.addOverride('terraform.required_providers.azuread', providerVersions.azuread);
    new AzureadProvider(this, 'azuread', { tenantId: tenant.id, environment: azureadEnvironments[tenant.cloud] });
  }

  protected useAws(): void {
    const { aws, environment } = this.deployment.settings;
    this.#providers.push('aws_');
    this.addOverride('terraform.required_providers.aws', providerVersions.aws);
    new AwsProvider(this, 'aws', {
      region: aws.region,
      allowedAccountIds: [aws.account],
      defaultTags: [{ tags: { Product: 'graphveil', Environment: environment, ...aws.tags } }],
      ...(aws.deployRole !== undefined && { assumeRole: [{ roleArn: aws.deployRole }] }),
    });
  }

  protected output(name: string, description: string, value: object): void {
    withAddress(name, new TerraformOutput(this, `output-${name}`, { value, description }));
  }
}

const keepState = (stack: TerraformStack, name: string, { settings, fromStack }: Deployment): void => {
  const { state, environment } = settings;
  if (state.kind === 'local') {
    new LocalBackend(stack, { path: escapeTerraform(`${fromStack.state}/${stateFile(name, environment)}`) });
    return;
  }
  const backend = new S3Backend(stack, {
    bucket: state.bucket,
    key: stateKey(state.prefix, name, environment),
    region: state.region,
    encrypt: true,
    ...(state.kmsKey !== undefined && { kmsKeyId: state.kmsKey }),
  });
  backend.addOverride('use_lockfile', true);
};

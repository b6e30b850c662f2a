import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { documentsAddress, outputsVariable } from '../../src/config/index.ts';
import { documentFacts } from '../../src/documents/index.ts';
import { type ApplicationIds, type Deployment, described } from '../deployment.ts';
import { escapeTerraform } from '../escape-terraform.ts';
import { withAddress } from '../with-address.ts';

/** The parts of a stack's outputs that documents contain. */
export type HandedOver = {
  readonly entra?: {
    readonly applications: Readonly<Record<string, ApplicationIds>>;
    readonly console?: ApplicationIds & { readonly url: string };
  };
  /** Endpoints by connector, and roles by caller. */
  readonly aws?: {
    readonly endpoints: ReadonlyMap<string, string>;
    readonly callerRoles: ReadonlyMap<string, string>;
  };
};

const outputOf = <Value>(entries: ReadonlyMap<string, string>, to: (text: string) => Value) => ({
  value: Object.fromEntries([...entries].map(([name, text]) => [name, to(text)])),
});

/** The same text as that of `terraform output -json`, limited to the outputs that documents need. */
const outputsText = ({ entra, aws }: HandedOver): string =>
  JSON.stringify({
    ...(entra !== undefined && { entra: { value: entra } }),
    ...(aws !== undefined && {
      connectors: outputOf(aws.endpoints, (endpoint) => ({ endpoint })),
      callers: outputOf(aws.callerRoles, (roleArn) => ({ roleArn })),
    }),
  });

/**
 * Lets apply write the documents with `graphveil consent render`, when an ID, an endpoint, a permission or the data that
 * leaves changes. The state has a digest of each document instead of its text, and no provider is downloaded for it.
 * CDKTF's own class for this resource runs Terraform at synthesis, which needs none otherwise.
 */
export const addHandOver = (scope: Construct, deployment: Deployment, handedOver: HandedOver): TerraformResource => {
  const { consent, callers, console: consoleFacts } = documentFacts(described(deployment));
  const { entra, aws } = handedOver;
  const { program, settings } = deployment.fromStack;
  const resource = new TerraformResource(scope, documentsAddress, {
    terraformResourceType: 'terraform_data',
    provisioners: [
      {
        type: 'local-exec',
        // Started without a shell, so that it runs on every system and no path needs quotes.
        interpreter: ['node', ...[program, 'consent', 'render', '--settings', settings].map(escapeTerraform)],
        command: `--outputs-variable=${outputsVariable}`,
        environment: { [outputsVariable]: outputsText(handedOver) },
      },
    ],
  });
  resource.addOverride('triggers_replace', {
    ...(entra !== undefined && {
      consent: Object.fromEntries(
        Object.entries(consent).map(([name, facts]) => [name, { ...facts, ids: entra.applications[name] }]),
      ),
      ...(entra.console !== undefined && { console: { ids: entra.console, facts: consoleFacts } }),
    }),
    ...(aws !== undefined && {
      callers: Object.fromEntries(
        deployment.settings.callers.map(({ name, connectors }) => [
          name,
          {
            ...callers[name],
            role: aws.callerRoles.get(name),
            endpoints: Object.fromEntries(connectors.map((connector) => [connector, aws.endpoints.get(connector)])),
          },
        ]),
      ),
    }),
  });
  return withAddress(documentsAddress, resource);
};

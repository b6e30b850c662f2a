import { DataAzureadClientConfig } from '@cdktf/provider-azuread/lib/data-azuread-client-config/index.js';
import { Construct } from 'constructs';
import { sharedAddress } from '../../src/config/index.ts';
import { expectedRoles } from '../../src/connectors/index.ts';
import { applicationDisplayName } from '../../src/documents/index.ts';
import type { ApplicationIds, DeployedConnector, Deployment } from '../deployment.ts';
import { EntraApplication } from './application.ts';
import { ConsoleApplication } from './console-application.ts';
import { trustRole } from './role-trust.ts';

const notes = (environment: string, what: string): string =>
  `Managed by Terraform for Graphveil (environment ${environment}, ${what}). Signs in with a federated credential of an ` +
  'AWS role; it has no password or certificate and must not get one.';

const entraPermissions = ({ consent }: DeployedConnector): readonly string[] => expectedRoles(consent.permissions);

/** The applications that connectors sign in with, and the roles that may sign in as each of them. */
export class EntraResources extends Construct {
  /** Ids of the applications, by connector. */
  readonly applications: ReadonlyMap<string, ApplicationIds>;
  /** ARNs of the roles that may sign in, by connector. */
  readonly subjects = new Map<string, string>();
  /** The console's application, if the settings have a console. */
  readonly console: ConsoleApplication | undefined;
  /** Terraform addresses of applications that belong to somebody else. */
  readonly kept: string[] = [];
  readonly #connectors: Construct;

  /** @param origin of the console */
  constructor(scope: Construct, id: string, deployment: Deployment, origin?: string) {
    super(scope, id);
    this.#connectors = new Construct(this, 'connectors');
    const { settings } = deployment;
    const owners = [...deployerOf(this, settings.deployerOwns), ...settings.owners];
    this.applications =
      settings.sharedApplication === undefined
        ? this.oneEach(deployment, owners)
        : this.shared(deployment, owners, settings.sharedApplication);
    const { console } = settings;
    this.console =
      console &&
      new ConsoleApplication(this, 'console', {
        settings,
        console,
        owners,
        origin: origin ?? console.publicUrl ?? '',
      });
  }

  /** Returns a separate construct for the connector, so that its name can't clash with our ids. */
  private scopeOf(name: string): Construct {
    return new Construct(this.#connectors, `connector-${name}`);
  }

  private oneEach({ settings, connectors }: Deployment, owners: readonly string[]) {
    return new Map(
      connectors.map((connector) => {
        const { environment } = settings;
        const scope = this.scopeOf(connector.name);
        const { application, ids, kept } = new EntraApplication(scope, 'application', {
          address: connector.name,
          displayName: applicationDisplayName(environment, connector.consent),
          permissions: entraPermissions(connector),
          owners,
          notes: notes(environment, `connector ${connector.name}`),
          given: connector.application.kind === 'given' ? connector.application : undefined,
        });
        this.kept.push(...kept);
        this.subjects.set(connector.name, trustRole(scope, connector.name, application.id, settings).subject);
        return [connector.name, ids] as const;
      }),
    );
  }

  private shared(
    { settings, connectors }: Deployment,
    owners: readonly string[],
    one: NonNullable<Deployment['settings']['sharedApplication']>,
  ) {
    const { objectId } = one;
    const { environment } = settings;
    const { application, ids, kept } = new EntraApplication(this, 'shared', {
      address: sharedAddress,
      displayName: applicationDisplayName(environment),
      permissions: connectors.flatMap(entraPermissions),
      owners,
      notes: notes(environment, 'all connectors'),
      given: objectId === undefined ? undefined : { ...one, objectId },
    });
    this.kept.push(...kept);
    for (const { name } of connectors)
      this.subjects.set(name, trustRole(this.scopeOf(name), name, application.id, settings).subject);
    return new Map(connectors.map(({ name }) => [name, ids]));
  }
}

const deployerOf = (scope: Construct, owns: boolean): readonly string[] =>
  owns ? [new DataAzureadClientConfig(scope, 'deployer', {}).objectId] : [];

import { type Cloud, clouds, type RequestDetails } from '../../config/index.ts';
import { applicationDisplayName, type Described } from '../model.ts';

/** An application that a colleague is asked to create. */
export type RequestedApplication = {
  /** The connector, or undefined for the one that all share. */
  readonly connector: string | undefined;
  readonly displayName: string;
  /** Terraform address at which the application is imported. */
  readonly address: string;
};

export type RequestModel = {
  readonly environment: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  /** Object id of the person who deploys; undefined if it isn't known yet. */
  readonly owner: string | undefined;
  /** Who asks, as the settings give it. */
  readonly request: RequestDetails;
  readonly applications: readonly RequestedApplication[];
};

/**
 * The applications that a colleague is asked to create before the first apply, with the Terraform addresses at which
 * they are imported.
 * @param owner object id of the person who deploys
 */
export const buildRequestModel = ({ settings, connectors }: Described, owner: string | undefined): RequestModel => ({
  environment: settings.environment,
  tenantId: settings.tenant.id,
  cloud: clouds[settings.tenant.cloud],
  owner: owner ?? settings.owners[0],
  request: settings.request,
  applications:
    settings.sharedApplication === undefined
      ? connectors.map((connector) => ({
          connector: connector.name,
          displayName: applicationDisplayName(settings.environment, connector),
          address: applicationAddress(connector.name),
        }))
      : [
          {
            connector: undefined,
            displayName: applicationDisplayName(settings.environment),
            address: applicationAddress(sharedAddress),
          },
        ],
});

/** Last part of the Terraform address of the application that all connectors share. */
export const sharedAddress = 'shared';

/**
 * Last part of the address of an application that a colleague made. Its own address keeps it apart from one that the
 * deployment made for the same connector. No connector's name has an underscore.
 */
export const givenAddress = (name: string): string => `given_${name}`;

const applicationAddress = (name: string): string => `azuread_application.${givenAddress(name)}`;

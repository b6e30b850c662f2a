import { type Cloud, clouds, type RequestDetails } from '../../config/index.ts';
import { applicationDisplayName, type Described } from '../model.ts';

/** An application that a colleague is asked to create. */
export type RequestedApplication = {
  /** The connector, or undefined for the one that all share. */
  readonly connector: string | undefined;
  readonly displayName: string;
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
 * The applications that a colleague is asked to create before the first apply.
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
        }))
      : [
          {
            connector: undefined,
            displayName: applicationDisplayName(settings.environment),
          },
        ],
});

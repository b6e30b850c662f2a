/** The tenant in Entra. */
export type Tenant = {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  /** True if a tenant segment of a sign-in URL refers to this tenant. */
  readonly isNamed: (segment: string) => boolean;
  /** True if a resource identifier refers to Microsoft Graph. */
  readonly isGraph: (resource: string) => boolean;
};

export const graphAppId = '00000003-0000-0000-c000-000000000000';

export const makeTenant = (
  { id, displayName, domain }: Pick<Tenant, 'id' | 'displayName' | 'domain'>,
  graphUrl: () => string,
): Tenant => ({
  id,
  displayName,
  domain,
  isNamed: (segment) => [id, domain].includes(segment.toLowerCase()),
  isGraph: (resource) => ['https://graph.microsoft.com', graphAppId, graphUrl()].includes(resource),
});

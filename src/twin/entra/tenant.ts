/** The tenant as Entra knows it. */
export type Tenant = {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  /** Whether a tenant segment of a sign-in URL means this tenant. */
  readonly isNamed: (segment: string) => boolean;
  /** Whether a resource identifier means Microsoft Graph. */
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

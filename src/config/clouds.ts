/** Endpoints of one Microsoft cloud. Origins have no trailing slash. */
export type Cloud = {
  readonly title: string;
  /** Authority host of Microsoft Entra ID. */
  readonly login: string;
  /** Microsoft Graph. */
  readonly graph: string;
  /** Scope of an app-only Graph token. */
  readonly graphScope: string;
  /** Audience of identity tokens that a federated credential accepts. */
  readonly tokenExchangeAudience: string;
  /** Microsoft Entra admin center. */
  readonly entraPortal: string;
  readonly azurePortal: string;
  /** Names in the Azure CLI and the PowerShell modules; undefined for their default cloud. */
  readonly names?: {
    readonly azureCli: string;
    readonly exchange: string;
    readonly teams: string;
    /** Environment of Microsoft Graph PowerShell. */
    readonly graphPowerShell: string;
  };
};

export type CloudName = 'global' | 'us-government' | 'us-government-dod' | 'china';

/**
 * Microsoft's clouds: hosts and token-exchange audiences. Tokens of one cloud aren't valid in another. Source:
 * Microsoft Graph "National cloud deployments"; docs.azure.cn for the login host in China.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    title: 'Microsoft global service (GCC included)',
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    graphScope: 'https://graph.microsoft.com/.default',
    tokenExchangeAudience: 'api://AzureADTokenExchange',
    entraPortal: 'https://entra.microsoft.com',
    azurePortal: 'https://portal.azure.com',
  },
  'us-government': {
    title: 'Microsoft Graph for US Government L4 (GCC High)',
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    graphScope: 'https://graph.microsoft.us/.default',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    entraPortal: 'https://entra.microsoft.us',
    azurePortal: 'https://portal.azure.us',
    names: {
      azureCli: 'AzureUSGovernment',
      exchange: 'O365USGovGCCHigh',
      teams: 'TeamsGCCH',
      graphPowerShell: 'USGov',
    },
  },
  'us-government-dod': {
    title: 'Microsoft Graph for US Government L5 (DoD)',
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    graphScope: 'https://dod-graph.microsoft.us/.default',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
    entraPortal: 'https://entra.microsoft.us',
    azurePortal: 'https://portal.azure.us',
    names: { azureCli: 'AzureUSGovernment', exchange: 'O365USGovDoD', teams: 'TeamsDOD', graphPowerShell: 'USGovDoD' },
  },
  china: {
    title: 'Microsoft Graph China operated by 21Vianet',
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    graphScope: 'https://microsoftgraph.chinacloudapi.cn/.default',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    entraPortal: 'https://entra.microsoftonline.cn',
    azurePortal: 'https://portal.azure.cn',
    names: { azureCli: 'AzureChinaCloud', exchange: 'O365China', teams: 'TeamsChina', graphPowerShell: 'China' },
  },
};

/** Commands that sign a person in to a tenant with the Azure CLI, in the tenant's cloud. */
export const azureSignInCommands = (tenantId: string, { names }: Cloud): readonly string[] => [
  ...(names === undefined ? [] : [`az cloud set --name ${names.azureCli}`]),
  `az login --tenant ${tenantId} --allow-no-subscriptions`,
];

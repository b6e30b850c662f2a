/** The part of oidc-provider that tests use. The package has no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  type Account = { readonly accountId: string; readonly claims: () => { readonly sub: string } };

  export class Provider {
    constructor(
      issuer: string,
      configuration: Readonly<Record<string, unknown>> & {
        readonly findAccount: (context: unknown, accountId: string) => Account;
      },
    );
    readonly callback: () => RequestListener;
    readonly Client: { readonly find: (id: string) => Promise<object | undefined> };
    readonly Grant: new (properties: {
      readonly accountId: string;
      readonly clientId: string;
    }) => { readonly addOIDCScope: (scope: string) => void; readonly save: () => Promise<string> };
    readonly RefreshToken: new (
      properties: Readonly<Record<string, unknown>>,
    ) => { readonly save: () => Promise<string> };
  }
}

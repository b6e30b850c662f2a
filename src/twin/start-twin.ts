import type { IdentityTokens } from '../ports/index.ts';
import {
  makeCallJournal,
  makeClocks,
  makeControls,
  makeInterruptions,
  type TwinControls,
  type TwinServiceName,
} from './controls/index.ts';
import {
  type ApplicationSeed,
  answerSignIn,
  makeAccessTokens,
  makeApplications,
  makeSignIns,
  makeTenant,
} from './entra/index.ts';
import { answerGraph, makeChanges, storedRoutes } from './graph/index.ts';
import { makeCertificate, serveHttps, type TwinService } from './http/index.ts';
import { makeIdentityIssuer } from './issuer/index.ts';
import {
  lazily,
  makeMemberships,
  makeOrganization,
  type Organization,
  type OrganizationOptions,
  readCast,
} from './organization/index.ts';

export type TwinOptions = Omit<OrganizationOptions, 'cast'> & {
  /** The project's rules folder. Its cast joins the organization, and its cases answer calls without a handler. */
  readonly rulesFolder?: string;
  /** Applications of the tenant. A federated credential without an issuer trusts the twin's own. */
  readonly applications?: readonly ApplicationSeed[];
  /** Further names that the certificate of a proxy next to the twin is for. */
  readonly hostNames?: readonly string[];
  /** Ports on 127.0.0.1. @default free ones */
  readonly ports?: Partial<Readonly<Record<TwinServiceName, number>>>;
};

/** A running twin. URLs are https on loopback, without a trailing slash. */
export type Twin = {
  /** Issuer of identity tokens; serves discovery, keys and `POST /token`. */
  readonly issuer: string;
  /** Authority host of Microsoft Entra ID. */
  readonly entra: string;
  readonly graph: string;
  /** Scope of a Graph token here. */
  readonly graphScope: string;
  readonly tenantId: string;
  /** PEM of the certificate authority to trust. */
  readonly caCertificate: string;
  /** PEM of a certificate from that authority for loopback names, for a proxy next to the twin. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly organization: Organization;
  readonly controls: TwinControls;
  /** Identity tokens of a workload, new for each call, with a role's ARN as subject. */
  readonly identityTokens: (subject: string, audience?: string) => IdentityTokens;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a local Microsoft on loopback: an identity issuer, Microsoft Entra ID and Microsoft Graph with an invented
 * organization. Nothing leaves the machine, and all data is invented. Call `stop` when done.
 */
export const startTwin = async (options: TwinOptions = {}): Promise<Twin> => {
  const clocks = makeClocks();
  const journal = makeCallJournal();
  const interruptions = makeInterruptions();
  const organization = makeOrganization({ ...options, cast: readCast(options.rulesFolder) });
  const urls = { issuer: '', entra: '', graph: '' };
  const tenant = makeTenant(
    { id: organization.tenantId, displayName: organization.displayName, domain: organization.domain },
    () => urls.graph,
  );
  const [certificate, issuer, tokens] = await Promise.all([
    makeCertificate(options.hostNames),
    makeIdentityIssuer(clocks.of('issuer')),
    makeAccessTokens(tenant, clocks.of('entra')),
  ]);

  const start = (name: TwinServiceName, service: TwinService) =>
    serveHttps(options.ports?.[name] ?? 0, certificate, async (call) => {
      const answer = interruptions.take(name, call) ?? (await service(call));
      journal.record(name, call, answer.status);
      return answer;
    });

  const issuerService = await start('issuer', issuer.answer);
  const applications = makeApplications(tenant.id, issuerService.url, options.applications ?? []);
  const changes = makeChanges();
  const memberships = makeMemberships(clocks.of('graph'));
  const world = { organization, memberships, tenant, applications, changes, clock: clocks.of('graph') };
  const signIns = makeSignIns(clocks.of('entra'));
  const entraParts = {
    tenant,
    applications,
    organization,
    memberships,
    tokens,
    signIns,
    ca: certificate.authority,
    clock: clocks.of('entra'),
  };
  const entraService = await start('entra', (call) => answerSignIn(entraParts, call));
  const stored = lazily(() => storedRoutes(options.rulesFolder));
  const graphService = await start('graph', (call) => answerGraph({ world, tokens, stored }, call));
  urls.graph = graphService.url;

  return {
    issuer: issuerService.url,
    entra: entraService.url,
    graph: graphService.url,
    graphScope: `${graphService.url}/.default`,
    tenantId: tenant.id,
    caCertificate: certificate.authority,
    tls: { key: certificate.privateKey, cert: certificate.certificate },
    organization,
    controls: makeControls({
      applications,
      interruptions,
      clocks,
      journal,
      changes,
      organization,
      memberships,
      signIns,
      someAddress: organization.busiest.mail ?? '',
      setTokenLifetime: (seconds) => {
        tokens.lifetimeSeconds = seconds;
      },
      rotateIssuerKeys: issuer.rotateKeys,
      operatorToken: (scopes) => tokens.forOperator(scopes, entraService.url),
    }),
    identityTokens: (subject, audience) => ({
      get: () => issuer.mint(issuerService.url, { subject, ...(audience === undefined ? {} : { audience }) }),
    }),
    stop: async () => {
      await Promise.all([issuerService.stop(), entraService.stop(), graphService.stop()]);
    },
  };
};

import { clouds, keyringKeyAlias, keyringParameterName, type Settings } from '../../config/index.ts';
import type { Overlays } from '../../connectors/index.ts';
import { prepareConnectors } from '../../connectors/index.ts';
import { type Diagnostic, formatDiagnostic, hasErrors } from '../../diagnostics/index.ts';
import type { ReportDeployment } from '../../documents/index.ts';
import type { ReportedConnector } from '../../documents/privacy-report/index.ts';
import { chosenSources, proveSource } from '../prove/proofs.ts';
import { CliError, exitCodes } from '../shared/exit.ts';
import { readSettings } from '../shared/read-settings.ts';
import { printRemark } from '../shared/terminal.ts';

/** What a report is about. */
export type Reported = {
  readonly connectors: readonly ReportedConnector[];
  readonly deployment?: ReportDeployment | undefined;
};

const refuse = (diagnostics: readonly Diagnostic[]): void => {
  for (const diagnostic of diagnostics) printRemark(formatDiagnostic(diagnostic));
  if (hasErrors(diagnostics))
    throw new CliError(exitCodes.no, 'Rules.Invalid', 'the rules have mistakes, so there is nothing to report on');
};

/** Sources as they come, or one of them with overlays. */
export const reportedSources = (names: readonly string[] | undefined, overlays: Required<Overlays>): Reported => {
  const { sources, diagnostics } = chosenSources(names);
  const proofs = sources.map((source) => ({ source, ...proveSource(source, overlays) }));
  refuse([...diagnostics, ...proofs.flatMap((each) => each.diagnostics)]);
  const connectors = proofs.flatMap(({ source, compiled, proof }): readonly ReportedConnector[] =>
    compiled === undefined || proof === undefined
      ? []
      : [{ name: source.id, source, ...overlays, mailboxAccess: 'entra', plan: compiled.plan, proof }],
  );
  return { connectors };
};

const deploymentOf = ({ environment, tenant, aws, callers }: Settings): ReportDeployment => ({
  environment,
  tenantId: tenant.id,
  cloud: clouds[tenant.cloud].title,
  account: aws.account,
  region: aws.region,
  keyring: keyringParameterName(environment),
  key: aws.kmsKeys.keyring ?? keyringKeyAlias(environment),
  keysRole: aws.keysRole,
  callers: callers.map(({ name }) => name),
  logRetentionDays: aws.logRetentionDays,
});

/** The connectors of a deployment, with their own rules, variants and extras. */
export const reportedBySettings = (path: string): Reported => {
  const { settings, sources, folder, positionOf } = readSettings({ settings: path });
  const { connectors, problems } = prepareConnectors({ settings, sources, folder, positionOf });
  refuse(problems);
  return {
    connectors: connectors.map(({ connector, source, plan, proof }) => ({
      name: connector.name,
      source,
      variants: connector.variants,
      extras: connector.extras,
      mailboxAccess: connector.mailboxAccess,
      acceptUnproven: connector.acceptUnproven,
      plan,
      proof,
    })),
    deployment: deploymentOf(settings),
  };
};

import type { Described, DescribedConnector } from '../described.ts';
import type { ConnectorChange } from '../registry.ts';

export const deployCommand = 'npm run deploy';

const list = (values: readonly string[]): string => `[${values.join(', ')}]`;

/** Keys of a connector's entry in the settings file, with their text. */
const entryLines = (change: ConnectorChange): readonly string[] => [
  ...(change.enabled === undefined ? [] : [`enabled: ${change.enabled}`]),
  ...(change.variants === undefined ? [] : [`variants: ${list(change.variants)}`]),
  ...(change.extras === undefined ? [] : [`extras: ${list(change.extras)}`]),
  ...(change.narrow === undefined || change.narrow.length === 0 ? [] : [`permissions: ${list(change.narrow)}`]),
  ...(change.narrow?.length === 0 ? ['# remove the key permissions'] : []),
  ...(change.mailboxAccess === undefined ? [] : [`mailboxAccess: ${change.mailboxAccess}`]),
  ...(change.memory === undefined ? [] : [`memory: ${change.memory}`]),
  ...(change.timeout === undefined ? [] : [`timeout: ${change.timeout}`]),
  ...(change.reservedConcurrency === undefined ? [] : [`reservedConcurrency: ${change.reservedConcurrency}`]),
  ...(change.publicUrl === undefined ? [] : [`publicUrl: ${JSON.stringify(change.publicUrl)}`]),
];

/** Returns the lines of the settings file that a change consists of, and the command that deploys them. */
export const settingsLines = (
  { settingsFile }: Pick<Described, 'settingsFile'>,
  { name, source }: Pick<DescribedConnector, 'name' | 'source'>,
  change: ConnectorChange,
): { readonly file: string; readonly lines: string; readonly command: string } => {
  const entry = [...(name === source ? [] : [`source: ${source}`]), ...entryLines(change)];
  const lines = [
    ...(change.tenantId === undefined ? [] : ['tenant:', `  id: ${change.tenantId}`]),
    ...(change.clientId === undefined
      ? []
      : [
          'applications:',
          `  ${name}: { objectId: OBJECT-ID }  # of the application with the client id ${change.clientId}`,
        ]),
    ...(entryLines(change).length === 0 ? [] : ['sources:', `  ${name}:`, ...entry.map((line) => `    ${line}`)]),
  ];
  return { file: settingsFile, lines: `${lines.join('\n')}\n`, command: deployCommand };
};

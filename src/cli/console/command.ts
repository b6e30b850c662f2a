import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Personas } from '../../twin/index.ts';
import { readySources } from '../shared/choose-rules.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut, printRemark } from '../shared/terminal.ts';
import { startConsole } from './start-console.ts';

export type ConsoleCommandOptions = {
  readonly source?: readonly string[];
  readonly port: number;
  readonly folder?: string;
  readonly json?: true;
};

/** The tasks of each persona, in one line. */
const personaLines: Readonly<Record<keyof Personas, readonly [who: string, does: string]>> = {
  administrator: ['administrator', 'configures, pauses and deletes connectors, registers clients'],
  privacyOfficer: ['privacy officer', 'approves what reads the whole organization, reviews and ends grants'],
  developer: ['developer', 'registers clients and asks owners of groups for access'],
  owner: ['group owner', 'gives a client access to the people of an own group, and ends it'],
  member: ['member', 'sees connectors; decides only about the own account'],
};

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });

const shown = (personas: Personas) =>
  (Object.keys(personaLines) as readonly (keyof Personas)[]).map((persona) => {
    const [who, does] = personaLines[persona];
    return { persona: who, name: personas[persona].displayName, does };
  });

/** Runs the console until it is stopped. A temporary store is removed in the end. */
export const runConsole = async (options: ConsoleCommandOptions): Promise<void> => {
  const connectors = readySources(options.source);
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'graphveil-'));
  try {
    const running = await startConsole({
      connectors,
      folder,
      port: options.port,
      onFault: (error) => printRemark(`graphveil: ${error instanceof Error ? error.message : 'unexpected fault'}`),
    });
    try {
      const people = shown(running.personas);
      const { http, https } = running.world;
      if (options.json)
        printJson({ url: running.url, people, proxies: [http.url, https.url], tokenUrl: `${https.url}/adfs`, folder });
      else
        printOut(`Open ${running.url}

Everything runs on this machine until you press Ctrl+C: an invented organization, Microsoft Entra ID and Microsoft Graph as stand-ins,
the proxies, the token service and the console. Sign in as one of these people, without a password:

${table(
  people.map(({ name, persona, does }) => [name, persona, does]),
  { indent: 2 },
).join('\n')}

Proxies and token service: ${http.url} and ${https.url}
The same store on the command line: graphveil clients list --folder ${folder}`);
      await untilStopped();
    } finally {
      await running.stop();
    }
  } finally {
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
};

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ReadyConnector } from '../../connectors/index.ts';
import { cliError } from '../shared/exit.ts';
import { paint } from '../shared/paint.ts';
import { readPort } from '../shared/ports.ts';
import { withSourceNames } from '../shared/source-names.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { readiestFirst } from './readiest-first.ts';

type DemoOptions = {
  readonly serve?: boolean;
  readonly group?: string;
  readonly source?: readonly string[];
  readonly json?: boolean;
  readonly httpPort?: number;
  readonly httpsPort?: number;
};

const examples = `
Starts local stand-ins for an identity issuer, Microsoft Entra ID and Microsoft Graph with an invented organization, and
the proxy of each source, which runs the same code as the deployed function. Then makes the example calls of each source
and prints Graph's answer next to the tool's. Nothing is reachable from other machines.

Examples:
  graphveil demo                              all sources; exits when done
  graphveil demo --source SOURCE              one source
  graphveil demo --group volunteers           the same calls of a caller that is limited to a group, before and after
  graphveil demo --serve                      keep running, and print curl commands to try
  npm run demo -- --serve                     the same, in a clone of the repository`;

export const register = (command: Command): void => {
  command
    .option('--source <id...>', 'only these sources')
    .option('--group <name>', 'compare a caller that is limited to this group with one that is not')
    .option('--serve', 'keep the stand-ins and proxies running, and print their URLs and calls to try')
    .option('--http-port <port>', 'with --serve: port of the proxies over HTTP', readPort)
    .option('--https-port <port>', 'with --serve: port of the proxies over HTTPS', readPort)
    .option('--json', 'print every call as JSON')
    .addHelpText('after', () => withSourceNames(examples))
    .action(async (options: DemoOptions) => {
      const { serve: serving = false, httpPort, httpsPort } = options;
      if (!serving && (httpPort !== undefined || httpsPort !== undefined))
        throw cliError('Usage:requires', { options: 'a port', required: '--serve' });
      if (options.group !== undefined) {
        if (serving) throw cliError('Usage:exclude', { options: '--group and --serve' });
        const { playGroup } = await import('./play-group.ts');
        const { source: sources, json = false, group } = options;
        await playGroup(group, { ...(sources && { sources }), json, width: terminalWidth() });
        return;
      }
      const { readySources } = await import('../shared/choose-rules.ts');
      const connectors = readySources(options.source).toSorted(readiestFirst);
      await (serving ? serve(connectors, options) : play(connectors, options.json === true));
    });
};

type Connectors = readonly ReadyConnector[];

const terminalWidth = (): number => Math.min(140, Math.max(80, process.stdout.columns ?? 110));

const play = async (connectors: Connectors, json: boolean): Promise<void> => {
  const started = performance.now();
  const [{ startTwinWorld }, { makeTap }, { playScenario }, { conclusion, introduction, renderCall, renderSource }] =
    await Promise.all([import('./twin-world.ts'), import('./ask.ts'), import('./scenario.ts'), import('./print.ts')]);
  const say = (text: string): void => {
    if (!json) printOut(text);
  };
  const tap = makeTap();
  const late = connectors[0]?.source.id;
  const world = await startTwinWorld({
    connectors,
    withoutConsent: late === undefined ? [] : [late],
    onUpstream: tap.record,
  });
  try {
    say(introduction(world.twin.organization.people.length));
    const calls = await playScenario({
      connectors,
      world,
      tap,
      onSource: (source) => say(renderSource(source)),
      onRemark: (text) => say(paint('dim', text)),
      onCall: (call) => say(renderCall(call, terminalWidth())),
    });
    if (json) printJson(calls);
    else say(conclusion(calls, performance.now() - started));
  } finally {
    await world.stop();
  }
};

const portsOf = ({ httpPort, httpsPort }: DemoOptions) => ({
  ...(httpPort === undefined ? {} : { http: httpPort }),
  ...(httpsPort === undefined ? {} : { https: httpsPort }),
});

const serve = async (connectors: Connectors, options: DemoOptions): Promise<void> => {
  const { startTwinWorld } = await import('./twin-world.ts');
  const { announcement, writeIdentity } = await import('./announce.ts');
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-'));
  try {
    const world = await startTwinWorld({ connectors, ports: portsOf(options), clientsFolder: folder });
    const identity = setInterval(() => void writeIdentity(world, folder), 120_000);
    try {
      const announced = await announcement(connectors, world, folder);
      if (options.json === true) printJson(announced.json);
      else printOut(announced.text);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
    } finally {
      clearInterval(identity);
      await world.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

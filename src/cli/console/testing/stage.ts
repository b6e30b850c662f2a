import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { browserFlags, browserPath } from '../../../documents/testing/browser.ts';
import { chooseSources, readySources } from '../../shared/choose-rules.ts';
import { type RunningConsole, startConsole } from '../start-console.ts';
import type { Stage } from './journeys.ts';
import { atKeyboard } from './keyboard.ts';

/** A console and a browser in front of it. */
export type OpenStage = Stage & {
  readonly browser: Browser;
  readonly running: RunningConsole;
  /** A connector that serves people and groups, and one that nobody has configured. */
  readonly people: string;
  readonly unconfigured: string;
  /** Unexpected errors of the console. */
  readonly faults: readonly unknown[];
  readonly stop: () => Promise<void>;
};

const chooseConnectors = (): readonly [people: string, unconfigured: string] => {
  const { sources } = chooseSources();
  // Those with the fewest permissions start fastest.
  const small = sources.toSorted((one, other) => one.permissions.length - other.permissions.length);
  const people = small.find(({ permissions }) => permissions.some(({ name }) => name === 'Group.Read.All'));
  const other = small.find((source) => source !== people);
  if (people === undefined || other === undefined) throw new Error('expected two sources, one with people and groups');
  return [people.id, other.id];
};

/** Starts the console with two connectors, and a browser. */
export const openStage = async (picture: Stage['picture']): Promise<OpenStage> => {
  const [people, unconfigured] = chooseConnectors();
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-console-'));
  const faults: unknown[] = [];
  const running = await startConsole({
    connectors: readySources([people, unconfigured]),
    unconfigured: [unconfigured],
    folder,
    onFault: (fault) => faults.push(fault),
  });
  const browser = await chromium.launch({ executablePath: browserPath ?? '', args: browserFlags });
  return {
    running,
    browser,
    people,
    unconfigured,
    faults,
    picture,
    newPerson: async () => {
      const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 880, height: 620 } });
      return atKeyboard(await context.newPage());
    },
    stop: async () => {
      await browser.close();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

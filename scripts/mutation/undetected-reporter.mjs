// A reporter for Stryker.
import { relative } from 'node:path';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Prints each undetected mutant when it is tested, and a count, so that an interrupted run isn't lost. */
const createUndetected = () => {
  const counts = {};
  return {
    onMutantTested: ({ status, fileName, location, mutatorName, replacement = '' }) => {
      counts[status] = (counts[status] ?? 0) + 1;
      if (status !== 'Survived' && status !== 'NoCoverage') return;
      const place = `${relative(process.cwd(), fileName)}:${location.start.line}:${location.start.column}`;
      const text = replacement.replace(/\s+/g, ' ').slice(0, 100);
      process.stdout.write(`${status} ${place} ${mutatorName} -> ${text} ${JSON.stringify(counts)}\n`);
    },
  };
};

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Reporter, 'undetected', createUndetected)];

import { populationMarkdown } from '../../src/cli/prove/population.ts';
import { resolveConnector } from '../../src/connectors/index.ts';
import type { Source } from '../../src/sources/index.ts';
import { generatedBy, type Page } from './page.ts';

/** What limits each endpoint's calls to the people of a group. */
export const populationPage = (sources: readonly Source[]): Page => ({
  path: 'docs/reference/population.md',
  render: () => {
    const rules = sources.map((source) => resolveConnector(source, { extras: [...source.extraRules.keys()] }).rules);
    return [
      `${generatedBy('the rules')}# Limits of calls to a group`,
      'A caller with `groups` in the settings sees only the people of these groups. This page lists the origin of the limit of each endpoint. `graphveil prove --population my-rules.yaml` prints the same for rules of your own.',
      populationMarkdown(rules),
    ].join('\n\n');
  },
});

import { join } from 'node:path';
import { loadSources, type Source } from '../../src/sources/index.ts';
import { root } from '../root.ts';
import { codesPage } from './codes-page.ts';
import { commandLinePage } from './command-line-page.ts';
import { connectorsPage } from './connectors-page.ts';
import { kindsPage } from './kinds-page.ts';
import { observabilityPage } from './observability-page.ts';
import type { Page } from './page.ts';
import { populationPage } from './population-page.ts';
import { problemsPage } from './problems-page.ts';
import { rulesSchemaPage } from './rules-schema-page.ts';
import { settingsPages } from './settings-pages.ts';
import { sourcePages } from './source-pages.ts';
import { transformsPage } from './transforms-page.ts';

const allSources = (): readonly Source[] => {
  const { sources, diagnostics } = loadSources(join(root, 'rules'));
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${first.position.file}:${first.position.line}: ${first.message}`);
  return sources;
};

/** The pages of the reference, generated from the code and the generated data that it imports. */
export const pages = async (): Promise<readonly Page[]> => {
  const sources = allSources();
  return [
    commandLinePage,
    transformsPage,
    kindsPage,
    populationPage(sources),
    connectorsPage(sources),
    problemsPage,
    codesPage,
    observabilityPage,
    rulesSchemaPage,
    ...settingsPages(sources),
    ...sourcePages(sources),
  ];
};

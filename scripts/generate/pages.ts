import { codesPage } from './codes-page.ts';
import { commandLinePage } from './command-line-page.ts';
import { kindsPage } from './kinds-page.ts';
import type { Page } from './page.ts';
import { populationPage } from './population-page.ts';
import { problemsPage } from './problems-page.ts';
import { rulesSchemaPage } from './rules-schema-page.ts';
import { settingsPages } from './settings-pages.ts';
import { sourcePages } from './source-pages.ts';
import { transformsPage } from './transforms-page.ts';

/** The pages of the reference, generated from the code and the generated data that it imports. */
export const pages = async (): Promise<readonly Page[]> => [
  commandLinePage,
  transformsPage,
  kindsPage,
  populationPage,
  problemsPage,
  codesPage,
  rulesSchemaPage,
  ...settingsPages,
  ...sourcePages(),
];

import { problemsPage as renderProblems } from '../../src/problems/index.ts';
import { generatedBy, type Page } from './page.ts';

/** Every code that a reply can carry. */
export const problemsPage: Page = {
  path: 'docs/reference/problems.md',
  render: () => `${generatedBy('src/problems/codes.ts')}${renderProblems()}`,
};

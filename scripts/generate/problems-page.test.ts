import { explainedProblems } from '../../src/problems/index.ts';
import { problemsPage } from './problems-page.ts';

describe('problemsPage', () => {
  it('has every code once, with its status, cause and remedy', async () => {
    const page = await problemsPage.render();
    for (const [code, { status, cause, remedy }] of explainedProblems()) {
      expect(page.split(`### ${code}\n\nStatus ${status}.`)).toHaveLength(2);
      expect(page).toContain(`**Cause.** ${cause}\n\n**Remedy.** ${remedy}`);
    }
  });
});

import { root } from '../root.ts';
import { commandLinePage } from './command-line-page.ts';

it('is the same on every machine: no default names a folder of this one', async () => {
  expect(await commandLinePage.render()).not.toContain(root.replace(/\/$/, ''));
});

// Looks at every page of the console: `npm run console:pages`.
import { checkPages } from '../src/cli/console/testing/every-page.ts';
import { openStage } from '../src/cli/console/testing/stage.ts';
import { runScript } from './run-script.ts';

const usage = `
Usage: npm run console:pages

Opens every page of the console in Chromium, with the console and everything behind it on this machine: accessibility (axe) in light
and dark, the width of a phone, and print. The tests open some of the pages. Exit code 1 if a page has a problem.
`;

await runScript(usage, async () => {
  const stage = await openStage(async () => undefined);
  try {
    const { found, shown } = await checkPages(stage, 1);
    for (const each of found) console.log(JSON.stringify(each));
    console.log(`${shown.length} pages, ${found.length} problems`);
    if (found.length > 0) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
});

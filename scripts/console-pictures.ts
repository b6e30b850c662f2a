// Writes the pictures of the guides: `npm run console:pictures`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { accessJourney, administratorJourney } from '../src/cli/console/testing/journeys.ts';
import { openStage } from '../src/cli/console/testing/stage.ts';
import { runScript } from './run-script.ts';

const usage = `
Usage: npm run console:pictures

Plays the journeys of an administrator, a developer and the owner of a group in Chromium, with the console and everything behind it
on this machine, and writes what they see to docs/guides/images. The tests play the same journeys. IDs, ports and times in the
pictures differ from run to run.
`;

const folder = fileURLToPath(new URL('../docs/guides/images', import.meta.url));
const mostHeight = 900;

/** Encodes a picture in a fraction of the bytes of a PNG. */
const toWebp = async (page: Page, png: Buffer): Promise<Buffer> => {
  const encoder = await page.context().browser()?.newPage();
  const url = await encoder?.evaluate<string>(`(async () => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,${png.toString('base64')}';
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d').drawImage(picture, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes.subarray(0, 100_000)));
  })()`);
  await encoder?.close();
  return Buffer.from(url ?? '', 'base64');
};

const picture = async (name: string, page: Page): Promise<void> => {
  const height = await page.evaluate<number>(
    "Math.ceil(document.querySelector('main').getBoundingClientRect().bottom + scrollY)",
  );
  const clip = { x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height: Math.min(height, mostHeight) };
  writeFileSync(
    join(folder, `console-${name}.webp`),
    await toWebp(page, await page.screenshot({ fullPage: true, clip })),
  );
};

await runScript(usage, async () => {
  mkdirSync(folder, { recursive: true });
  const stage = await openStage(picture);
  try {
    await accessJourney(stage, stage.people);
    await administratorJourney(stage, stage.unconfigured);
  } finally {
    await stage.stop();
  }
});

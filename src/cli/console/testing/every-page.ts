import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { createClient, createProposal, createRequest, giveGrant } from '../../../access/index.ts';
import { pages } from '../../../console/pages/index.ts';
import { signIn } from './journeys.ts';
import type { OpenStage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 320, height: 640 };
/** A4 without margins, in CSS pixels. */
const paper = { width: 673, height: 986 };

const violations = (page: Page, rules?: readonly string[]): Promise<readonly unknown[]> =>
  page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })})
      .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))`,
  );

/** How far content reaches beyond the edge of the page. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)');

/** Objects that every page has something to show about, and that belong to one person with every role. */
const fill = async ({ running, people: connector }: OpenStage): Promise<Readonly<Record<string, string>>> => {
  const { access, personas, permissions, world } = running;
  const { administrator: all } = personas;
  const { controls, organization } = world.twin;
  const group = organization.groups.find(({ kind, members }) => kind === 'unified' && members.length > 20)?.id ?? '';
  for (const role of ['PrivacyOfficer', 'Developer'])
    controls.assignRole(running.clientId, all.id, `Graphveil.${role}`);
  controls.addOwner(group, all.id);
  const own = permissions.filter((permission) => permission.connector === connector);
  const names = own.map(({ name }) => name);
  const given = { permissions: own.slice(0, 1), days: 30, by: all.id, reason: 'A pilot of one team' };
  const made = await createClient(access, {
    name: 'every-page',
    contact: 'Insights team',
    permissions: names,
    by: all.id,
    federated: [{ issuer: 'https://token.example.com', subject: 'a-subject', audience: 'api://graphveil' }],
    keys: [],
    withSecret: true,
  });
  if (!made.ok) throw new Error(made.why);
  const client = made.client.id;
  const grant = await giveGrant(access, { ...given, client, kind: 'group', group });
  const request = await createRequest(access, { ...given, client, group });
  const proposal = await createProposal(access, { ...given, client });
  const another = await createProposal(access, { ...given, client, by: personas.privacyOfficer.id });
  if (!grant.ok || !request.ok || !proposal.ok || !another.ok)
    throw new Error('expected a grant, a request and a proposal');
  return {
    id: client,
    client,
    group,
    name: connector,
    secretId: made.client.secrets[0]?.id ?? '',
    grant: grant.grant.id,
    request: request.request.id,
    proposal: proposal.proposal.id,
    another: another.proposal.id,
  };
};

/** The path of each page, and of pages that aren’t in the list. */
const patterns: readonly string[] = [
  ...new Set(pages.filter(({ method }) => method === 'get').map(({ path }) => path)),
  '/nowhere',
  '/signed-out',
];

const checkPage = async (page: Page, pattern: string): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  await page.evaluate(axe);
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
  found.push(...(await violations(page)).map((violation) => [pattern, 'light', violation]));
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await violations(page, ['color-contrast'])).map((violation) => [pattern, 'dark', violation]));
  if ((await overflow(page)) > 0) found.push([pattern, 'is wider than a phone']);
  await page.setViewportSize(paper);
  await page.emulateMedia({ media: 'print' });
  if ((await overflow(page)) > 0) found.push([pattern, 'is wider than paper']);
  if (await page.isVisible('.top nav, .who, .actions')) found.push([pattern, 'prints what only a screen needs']);
  await page.setViewportSize(phone);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  return found;
};

/**
 * Shows pages to somebody who may open them all: with axe in light and dark, on a phone of 320 pixels, and on paper.
 * `every`: 1 for all pages, 4 for each fourth one.
 */
export const checkPages = async (stage: OpenStage, every: number) => {
  const objects = await fill(stage);
  const { running, browser } = stage;
  const person = await signIn(stage, running.personas.administrator);
  const storageState = await person.page.context().storageState();
  const page = await (await browser.newContext({ storageState, viewport: phone })).newPage();
  const found: unknown[] = [];
  const shown: string[] = [];
  for (const pattern of patterns.filter((_, index) => index % every === 0)) {
    const path = pattern.replaceAll(/:(\w+)/g, (_, name: string) => {
      // Nobody approves the own proposal.
      const value = objects[name === 'proposal' && pattern.endsWith('/approve') ? 'another' : name];
      if (value === undefined) throw new Error(`expected a value of ${name} in ${pattern}`);
      return value;
    });
    // A file to save is no page.
    const reply = await page.goto(`${running.url}${path}`).catch(() => undefined);
    if (reply === undefined) continue;
    if (reply?.status() !== 200 && pattern !== '/nowhere') found.push([pattern, reply?.status()]);
    found.push(...(await checkPage(page, pattern)));
    shown.push(pattern);
  }
  return { found, shown };
};

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { consentDocument } from '../consent/consent-document.ts';
import { everyDocument } from '../testing/every-document.ts';
import { oneEach } from '../testing/fixture.ts';
import type { DocumentText } from './blocks.ts';
import { toHtml } from './to-html.ts';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const model = oneEach();

/** Property paths as deep as Microsoft's, which no column of a page holds in one piece. */
const deepModel = {
  ...model,
  applications: model.applications.map((application) => ({
    ...application,
    connectors: application.connectors.map((connector) => ({
      ...connector,
      dispositions: [
        {
          entity: 'chatMessage',
          endpoints: ['/v1.0/a', '/v1.0/b'],
          pseudonymized: [
            'segments[].callee.teamsCallParticipantAssociatedIdentityPrincipalName',
            'channelIdentity.channelId',
          ],
          kept: [
            'segments[].media[].lowVideoProcessingCapabilityRatioOfAllStreamsReceived',
            'eventDetail.conversationMemberUser.userIdentityType',
          ],
          transformed: ['messageHistory[].reaction.createdDateTime'],
          dropped: ['body.content'],
        },
      ],
    })),
  })),
};

const deepDocument = consentDocument(deepModel, 'diaries');
if (deepDocument === undefined) throw new Error('the document is missing');

type Violation = { readonly id: string; readonly help: string };

/** Skipped without Chromium. */
const describeInBrowser = browserPath === undefined ? describe.skip : describe;

describeInBrowser('HTML documents in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: flags });
  });
  afterAll(() => browser.close());

  const look = async (document: DocumentText, colorScheme: 'light' | 'dark') => {
    const page = await browser.newPage({ colorScheme, bypassCSP: true });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.setViewportSize({ width: 390, height: 800 });
    await page.setContent(toHtml(document));
    await page.evaluate(axe);
    const violations = (await page.evaluate(
      'axe.run(document).then(({ violations }) => violations.map(({ id, help }) => ({ id, help })))',
    )) as readonly Violation[];
    const wide = (await page.evaluate('document.documentElement.scrollWidth > 390')) as boolean;
    await page.close();
    return { violations, requests, wide };
  };

  it.each(everyDocument)('%s is accessible, loads nothing, and fits a phone', async (_, document) => {
    for (const scheme of ['light', 'dark'] as const)
      expect(await look(document, scheme)).toEqual({ violations: [], requests: [], wide: false });
  });

  const paperWidth = 673;

  it.each([...everyDocument, ['deep property paths', deepDocument] as const])(
    '%s is not cut off on paper',
    async (_, document) => {
      const page = await browser.newPage({ viewport: { width: paperWidth, height: 900 }, bypassCSP: true });
      await page.emulateMedia({ media: 'print' });
      await page.setContent(toHtml(document));
      const cut = await page.evaluate(
        `[...document.querySelectorAll('.scroll, pre')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent.slice(0, 60))`,
      );
      await page.close();

      expect(cut).toEqual([]);
    },
  );
});

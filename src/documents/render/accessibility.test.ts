import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { resolveConnector } from '../../connectors/index.ts';
import { loadSources } from '../../sources/index.ts';
import { consentConnector } from '../consent/consent-connector.ts';
import { consentDocument } from '../consent/consent-document.ts';
import { browserFlags, browserPath, describeInBrowser } from '../testing/browser.ts';
import { everyDocument } from '../testing/every-document.ts';
import { oneEach } from '../testing/fixture.ts';
import type { DocumentText } from './blocks.ts';
import { toHtml } from './to-html.ts';

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

const found = (document: DocumentText | undefined): DocumentText => {
  if (document === undefined) throw new Error('the document is missing');
  return document;
};

const deepDocument = () => found(consentDocument(deepModel, 'diaries'));

/** The consent document of the source with the most permissions, with all of its extras. */
const longest = (): DocumentText => {
  const [source] = loadSources(fileURLToPath(new URL('../../../rules', import.meta.url))).sources.toSorted(
    (one, other) => other.permissions.length - one.permissions.length,
  );
  const [application] = model.applications;
  if (source === undefined || application === undefined) throw new Error('there is no source');
  const connector = consentConnector(resolveConnector(source, { extras: source.extras.map(({ id }) => id) }));
  const connectors = [{ ...connector, dispositions: deepModel.applications[0]?.connectors[0]?.dispositions ?? [] }];
  return found(consentDocument({ ...model, applications: [{ ...application, connectors }] }, source.id));
};

type Violation = { readonly id: string; readonly help: string };

/** A4 without the margins that the style sets, in CSS pixels. */
const paper = { width: 673, height: 986 };
const phone = { width: 320, height: 640 };
const screen = { width: 1280, height: 900 };

describeInBrowser('HTML documents in a browser', () => {
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: browserFlags });
    page = await browser.newPage({ bypassCSP: true });
    page.on('request', (request) => requests.push(request.url()));
    await page.evaluate(axe);
  });
  afterAll(() => browser.close());

  const show = async (document: DocumentText, size: { readonly width: number; readonly height: number }) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    await page.setContent(toHtml(document));
  };

  const unfold = () => page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);

  const violations = async (rules?: readonly string[]): Promise<readonly Violation[]> =>
    page.evaluate(
      `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })})
        .then(({ violations }) => violations.map(({ id, help }) => ({ id, help })))`,
    );

  /** Elements whose content is wider than they are. */
  const cut = (selector: string): Promise<readonly string[]> =>
    page.evaluate(
      `[...document.querySelectorAll('${selector}')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent.slice(0, 60))`,
    );

  const bottomOf = (selector: string): Promise<number> =>
    page.evaluate(`document.querySelector('${selector}').getBoundingClientRect().bottom`);

  it.each(everyDocument)('%s is accessible in light and dark, loads nothing, and fits a phone', async (_, write) => {
    await show(write(), phone);
    await unfold();

    expect(await violations()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(['color-contrast'])).toEqual([]);
    expect(await cut('html, pre')).toEqual([]);
    expect(requests).toEqual([]);
  });

  it.each(everyDocument)('%s shows the first action on the first screen and page', async (_, write, firstAction) => {
    await show(write(), screen);
    expect(await bottomOf(firstAction)).toBeLessThan(screen.height);

    await page.setViewportSize(paper);
    await page.emulateMedia({ media: 'print' });
    expect(await bottomOf(firstAction)).toBeLessThan(paper.height);
  });

  it.each([...everyDocument, ['deep property paths', deepDocument, ''] as const])(
    '%s is not cut off on paper',
    async (_, write) => {
      await show(write(), paper);
      await unfold();
      await page.emulateMedia({ media: 'print' });

      expect(await cut('.scroll, pre')).toEqual([]);
    },
  );

  it('prints the longest consent document on at most 6 pages, with the first action on the first', async () => {
    await show(longest(), screen);
    await page.emulateMedia({ media: 'print' });
    const pages = (await page.pdf({ preferCSSPageSize: true, format: 'A4' })).toString('latin1');
    await page.emulateMedia({ media: 'screen' });

    expect(pages.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(6);
    expect(await bottomOf('main a[href*="/#view/"]')).toBeLessThan(screen.height);
  });
});

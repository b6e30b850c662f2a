import { checkPages } from './testing/every-page.ts';
import { accessJourney, administratorJourney } from './testing/journeys.ts';
import { browserPath } from './testing/keyboard.ts';
import { type OpenStage, openStage } from './testing/stage.ts';

/** Skipped without Chromium. */
const describeInBrowser = browserPath === undefined ? describe.skip : describe;

describeInBrowser('the console in a browser', () => {
  let stage: OpenStage;
  beforeAll(async () => {
    stage = await openStage(async () => undefined);
  });
  afterAll(() => stage.stop());

  it('lets an owner give a tool access to one group, which ends with the ownership, by keyboard and without scripts', async () => {
    const { read, inGroup, outside, afterwards } = await accessJourney(stage, stage.people);
    expect(read.length).toBeGreaterThanOrEqual(5);
    expect([...read].sort()).toEqual([...inGroup].sort());
    expect([outside, afterwards]).toEqual([403, 401]);
    expect(stage.faults).toEqual([]);
  }, 60_000);

  it('lets an administrator configure, check, change and delete a connector by keyboard and without scripts', async () => {
    const { shown, before, afterwards, grantsLeft } = await administratorJourney(stage, stage.unconfigured);
    for (const [counted, number] of [
      ['Grants that end', 2],
      ['Refresh tokens that end', 2],
      ['Clients that lose it', 'first-tool, second-tool'],
      ['People', 'everybody'],
    ])
      expect(shown).toContain(`${counted}\t${number}`);
    expect(before).toEqual([200, 200]);
    expect(afterwards).toEqual([403, 403]);
    expect(grantsLeft).toBe(1);
    expect(stage.faults).toEqual([]);
  }, 60_000);

  it('shows pages without a violation in light and dark, on a phone and on paper (all of them: npm run console:pages)', async () => {
    const { found, shown } = await checkPages(stage, 5);
    expect(found).toEqual([]);
    expect(shown.length).toBeGreaterThan(5);
  }, 60_000);
});

import { measureGuestOracle } from './guests.ts';
import { compareLinks, measureLinkLengths } from './links.ts';
import { tryRoundTrip } from './round-trip.ts';
import { measureSpaceOracle } from './spaces.ts';
import { builtInPlans, planWith, sampleNames } from './world.ts';

const plans = builtInPlans();
const directory = planWith('/v1.0/users/delta');
const calendar = planWith('/v1.0/users/{userId}/events');
const mail = planWith('/v1.0/users/{userId}/messages');

/** `ATTACK_IDS=100000 npm test -- scripts/attack` tries as many as the measure. */
const ids = Number(process.env['ATTACK_IDS'] ?? 3_000);

describe('what replies hand out', () => {
  it('opens at every endpoint of its kind and nowhere else, links with it are followed, and no change passes', async () => {
    const result = await tryRoundTrip(plans.values(), { ids, changes: Math.max(5_000, ids / 2) });
    expect(result).toMatchObject({ ids, refused: 0, brokenLinks: 0, confused: 0, forged: 0 });
  }, 600_000);
});

describe('sealed links', () => {
  it('reveal nothing about a page’s last row by their length', async () => {
    expect(await measureLinkLengths(directory, sampleNames)).toEqual({ people: 250, lengths: 1, bits: 0 });
  });

  it('are equal for equal links within the hour, and unequal across connectors and keyrings', async () => {
    expect(await compareLinks(directory)).toEqual({
      equalWithinTheHour: true,
      equalAfterwards: false,
      equalAcrossConnectors: false,
      equalAcrossKeyrings: false,
      cycleSeen: true,
    });
  });
});

describe('what strangers write', () => {
  const people = sampleNames.slice(0, 50).map((mail, n) => ({
    id: `0f8fad5b-d9cb-469f-a165-${String(n).padStart(12, '0')}`,
    mail,
    department: `Department ${n}`,
  }));

  it('reveals no pseudonym of a text that they choose', async () => {
    const of = { directory, calendar, mail };
    const { planted, matched } = await measureSpaceOracle(of, people);
    expect({ planted, matched }).toEqual({ planted: 50 * 11, matched: 0 });
  });

  it('makes nobody somebody else by a guest’s spelling, and joins the tenant’s own guests', async () => {
    const mails = sampleNames.slice(0, 50);
    expect(await measureGuestOracle(calendar, mails)).toEqual({
      people: 50,
      impersonated: 0,
      joined: 50,
    });
  });
});

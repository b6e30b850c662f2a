import type { Plan } from '../../src/plan/index.ts';
import type { Attack } from './finding.ts';
import { attackedProxy, planWith, randomKeyring, sampleNames } from './world.ts';

/** Information that an attacker gains by choosing the ids in an invitation or a message. */
export type SpaceOracle = {
  /** Planted texts: addresses and object ids of people, and departments. */
  readonly planted: number;
  /** Planted texts whose token equals the pseudonym of the person or department that they name. */
  readonly matched: number;
};

const bodyOf = (token: unknown): string => String(token).slice(2, 45);

type Event = {
  readonly iCalUId: string;
  readonly location: { readonly uniqueId: string; readonly locationEmailAddress: string };
};
type Message = { readonly internetMessageId: string };

const firstOf = <Item>(body: Record<string, unknown>): Item => (body['value'] as readonly Item[])[0] as Item;

/**
 * Plants each person's address, object id and department as text that an organizer or a sender can choose. Compares the
 * replies of calendar and mail with the directory's pseudonyms.
 */
export const measureSpaceOracle = async (
  plans: { readonly directory: Plan; readonly calendar: Plan; readonly mail: Plan },
  people: readonly { readonly id: string; readonly mail: string; readonly department: string }[],
): Promise<SpaceOracle> => {
  const keyring = randomKeyring();
  const directory = attackedProxy(plans.directory, keyring);
  const calendar = attackedProxy(plans.calendar, keyring);
  const mail = attackedProxy(plans.mail, keyring);
  const user = keyring.pseudonyms.tokenize('00000000-0000-4000-8000-000000000000', 'user-id');
  let planted = 0;
  let matched = 0;
  for (const person of people) {
    const shown = firstOf<Record<string, string>>((await directory.ask('/v1.0/users', { value: [person] })).body);
    for (const name of ['id', 'mail', 'department'] as const) {
      const text = person[name];
      const event = firstOf<Event>(
        (
          await calendar.ask(`/v1.0/users/${user}/events`, {
            value: [
              {
                id: 'AAMkAGI2AAAAAAA=',
                iCalUId: text,
                location: {
                  uniqueId: text,
                  // An address may join with people; any other text must not.
                  ...(name !== 'mail' && { locationEmailAddress: text }),
                },
              },
            ],
          })
        ).body,
      );
      const message = firstOf<Message>(
        (
          await mail.ask(`/v1.0/users/${user}/messages`, {
            value: [{ id: 'AAMkAGI2AAAAAAA=', internetMessageId: text }],
          })
        ).body,
      );
      const seen = [
        event.iCalUId,
        event.location.uniqueId,
        event.location.locationEmailAddress,
        message.internetMessageId,
      ].filter((token) => token !== undefined);
      planted += seen.length;
      matched += seen.filter((token) => bodyOf(token) === bodyOf(shown[name])).length;
    }
  }
  return { planted, matched };
};

/** Measures how much an attacker who chooses ids learns about pseudonyms. Earlier, one HMAC served every kind of value. */
export const attack: Attack = async () => {
  const plans = {
    directory: planWith('/v1.0/users/delta'),
    calendar: planWith('/v1.0/users/{userId}/events'),
    mail: planWith('/v1.0/users/{userId}/messages'),
  };
  const people = sampleNames.slice(0, 50).map((mail, index) => ({
    id: `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}`,
    mail,
    department: `Department ${index}`,
  }));
  const { planted, matched } = await measureSpaceOracle(plans, people);
  return [
    {
      attack: 'spaces',
      measure: `pseudonyms learned from ${planted} ids that a stranger chose`,
      before: planted,
      after: matched,
      chance: 0,
      holds: matched === 0,
    },
  ];
};

import type { Plan } from '../../src/plan/index.ts';
import type { Attack } from './finding.ts';
import { attackedProxy, planWith, randomKeyring, sampleNames } from './world.ts';

/** Results for strangers who write from an address spelled like a guest's. */
export type GuestOracle = {
  readonly people: number;
  /** Strangers who got the pseudonym of the person whose address they spelled. */
  readonly impersonated: number;
  /** Guests of the tenant itself who were joined with their home address, as intended. */
  readonly joined: number;
};

const own = 'contoso.example';

type Event = { readonly organizer: { readonly emailAddress: { readonly address: string } } };

/** Sends an invitation as `x_home.example#EXT#@…` from a stranger's domain and from the tenant's own, for each address. */
export const measureGuestOracle = async (calendar: Plan, mails: readonly string[]): Promise<GuestOracle> => {
  const keyring = randomKeyring([own]);
  const proxy = attackedProxy(calendar, keyring);
  const user = keyring.pseudonyms.tokenize('00000000-0000-4000-8000-000000000000', 'user-id');
  const tokenOf = async (address: string): Promise<string> => {
    const { body } = await proxy.ask(`/v1.0/users/${user}/events`, {
      value: [{ id: 'AAMkAGI2AAAAAAA=', organizer: { emailAddress: { address } } }],
    });
    const [event] = body['value'] as readonly Event[];
    return String(event?.organizer.emailAddress.address).slice(2, 45);
  };
  let impersonated = 0;
  let joined = 0;
  for (const mail of mails) {
    const person = await tokenOf(mail);
    const spelled = mail.replace('@', '_');
    const strangers = [`${spelled}#EXT#@evil.example`, `${spelled}%23EXT%23@evil.example`];
    for (const stranger of strangers) if ((await tokenOf(stranger)) === person) impersonated += 1;
    if ((await tokenOf(`${spelled}#EXT#@${own}`)) === person) joined += 1;
  }
  return { people: mails.length, impersonated, joined };
};

/**
 * Measures whom strangers can impersonate with a guest's spelling. Earlier, that spelling was accepted in every domain.
 */
export const attack: Attack = async () => {
  const mails = sampleNames.slice(0, 50);
  const { impersonated } = await measureGuestOracle(planWith('/v1.0/users/{userId}/events'), mails);
  return [
    {
      attack: 'guests',
      measure: `people of ${mails.length} whose pseudonym a stranger gets, in two spellings`,
      before: 2 * mails.length,
      after: impersonated,
      chance: 0,
      holds: impersonated === 0,
    },
  ];
};

import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type EndpointPlan, isKindName, type KindName, kinds, type Plan, tokenKindOf } from '../../src/plan/index.ts';
import type { Keyring, ValueKind } from '../../src/pseudonyms/index.ts';
import { sampleTargets } from '../../src/rule-tests/index.ts';
import { isAllowListEndpoint } from '../../src/rules/plan/index.ts';
import { type AttackedProxy, attackedProxy, graph, proxyUrl, randomKeyring } from './world.ts';

const pick = <Item>(items: readonly Item[]): Item => items[randomInt(items.length)] as Item;
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const base64 = (least: number, most: number): string => randomBytes(randomInt(least, most)).toString('base64');
const outlook = (): string =>
  `AAMk${pick([base64(60, 120), base64(20, 60).replaceAll('/', '-').replaceAll('+', '_')])}`;
const drive = (): string => `b!${randomBytes(48).toString('base64url')}`;
const thread = (): string =>
  pick([hex(16), `meeting_${randomBytes(24).toString('base64')}`, `sms_+1555${randomInt(1e7)}`]);
const teams = 'https://teams.microsoft.com/l/meetup-join/';
const context = (): string => JSON.stringify({ Tid: randomUUID(), Oid: randomUUID() });

/** Ids in Graph's spelling. Kinds that aren't listed have GUIDs. */
const spellings: Partial<Record<KindName, readonly (() => string)[]>> = {
  'user-id': [randomUUID, () => `o'hara_${hex(3)}.example#EXT#@contoso.example`, () => `ana+${hex(2)}@contoso.example`],
  'mail-address': [() => `ana.${hex(3)}@contoso.example`],
  'outlook-id': [outlook],
  'calendar-id': [outlook],
  'event-id': [outlook],
  'message-id': [outlook],
  'folder-id': [outlook, () => 'inbox'],
  'channel-id': [() => `19:${hex(16)}@thread.tacv2`, () => `19:${hex(16)}@thread.skype`],
  'chat-id': [
    () => `19:${thread()}@thread.v2`,
    () => `19:${randomUUID()}_${randomUUID()}@unq.gbl.spaces`,
    () => `19:${randomUUID()}_${randomUUID()}@fed.unq.gbl.spaces`,
    () => `19:${hex(16)}@thread.tacv2`,
    () => '48:notes',
  ],
  'chat-message-id': [() => String(randomInt(1e13, 1e14))],
  'member-id': [() => base64(40, 90)],
  'meeting-id': [() => `MSo1${base64(40, 90)}`],
  'join-url': [
    () => `${teams}19%3ameeting_${hex(12)}%40thread.v2/0?context=${encodeURIComponent(context())}`,
    () => `${teams}19:meeting_${hex(12)}@thread.v2/0?context=${context()}`,
    () => `https://teams.microsoft.com/meet/${randomInt(1e12)}?p=${hex(5)}`,
  ],
  'call-record-id': [randomUUID, () => hex(16), () => randomUUID().toUpperCase()],
  'session-id': [randomUUID, () => hex(16)],
  'drive-id': [drive, () => hex(8)],
  'drive-item-id': [
    () => `01${hex(16).toUpperCase()}`,
    () => `${hex(8).toUpperCase()}!${randomInt(1e6)}`,
    () => 'root',
  ],
  'site-id': [() => `contoso.sharepoint.com,${randomUUID()},${randomUUID()}`, () => 'root'],
  'list-item-id': [() => String(randomInt(1, 1e6))],
  'license-details-id': [() => base64(30, 40)],
  'interaction-id': [() => String(randomInt(1e12, 1e13))],
  'other-id': [() => base64(20, 30)],
};

/** Generates an id of a kind as Graph could return it. */
export const generateId = (kind: KindName): string => pick(spellings[kind] ?? [randomUUID])();

type Place = {
  readonly proxy: AttackedProxy;
  readonly endpoint: EndpointPlan;
  readonly kind: KindName;
  readonly pages: boolean;
};

/** Endpoints that require a token of a kind, once for each kind. */
const placesOf = (plan: Plan, proxy: AttackedProxy): readonly Place[] =>
  plan.endpoints.flatMap((endpoint) => {
    if (!isAllowListEndpoint(endpoint)) return [];
    const asked = new Set<KindName>();
    sampleTargets(endpoint, (plain, kind) => {
      for (const name of Object.keys(kinds)) if (isKindName(name) && tokenKindOf(name) === kind) asked.add(name);
      return plain;
    });
    const pages = endpoint.request.links !== 'none';
    return [...asked].map((kind) => ({ proxy, endpoint, kind, pages }));
  });

const targetWith = ({ endpoint, kind }: Place, token: string, { pseudonyms }: Keyring): string => {
  const wanted = tokenKindOf(kind);
  const [target = ''] = sampleTargets(endpoint, (plain, asked) =>
    asked === wanted ? token : pseudonyms.tokenize(plain, asked),
  );
  return target;
};

/** Results of the round trip: every `p~` token opens at each endpoint of its kind and at no other. */
export type RoundTrip = {
  readonly ids: number;
  /** Ids whose token was rejected by an endpoint of their kind, or led to a different request to Graph. */
  readonly refused: number;
  /** Links with such ids that weren't sealed, or weren't followed in Graph's spelling. */
  readonly brokenLinks: number;
  /** Tokens of another kind that opened. */
  readonly confused: number;
  /** Tokens with one changed character that opened. */
  readonly forged: number;
  readonly changed: number;
};

/** Decodes a URL as a server does, including quotes in literals. */
const decoded = (url: string): string => decodeURIComponent(url).replaceAll("''", "'");

const linkOf = ({ endpoint }: Place, id: string): string | undefined => {
  if (!isAllowListEndpoint(endpoint)) return undefined;
  const [target = ''] = sampleTargets(endpoint, () => id);
  const [path = ''] = target.split('?');
  return `${graph}${path}?$skiptoken=${hex(20)}`;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const changedToken = (token: string): string => {
  const at = randomInt(2, token.length);
  const sign = pick([...alphabet].filter((each) => each !== token[at]));
  return token.slice(0, at) + sign + token.slice(at + 1);
};

/**
 * Tries `ids` ids of every kind at every endpoint of the built-in rules, and the requested number of altered tokens.
 */
export const tryRoundTrip = async (
  plans: Iterable<Plan>,
  { ids, changes }: { readonly ids: number; readonly changes: number },
): Promise<RoundTrip> => {
  const keyring = randomKeyring();
  const { pseudonyms } = keyring;
  const places = [...plans].flatMap((plan) => placesOf(plan, attackedProxy(plan, keyring)));
  const result = { ids: 0, refused: 0, brokenLinks: 0, confused: 0, forged: 0, changed: 0 };
  while (result.ids < ids) {
    const place = places[result.ids % places.length] as Place;
    const id = generateId(place.kind);
    const token = pseudonyms.tokenize(id, tokenKindOf(place.kind));
    const opened = pseudonyms.open(token);
    const { status, asked } = await place.proxy.ask(targetWith(place, token, keyring), { value: [] });
    const reached = opened.ok && decoded(asked[0] ?? '').includes(opened.value);
    if (!opened.ok || status !== 200 || !reached) result.refused += 1;
    if (place.pages && !(await followsLink(place, id, token, keyring))) result.brokenLinks += 1;
    const other = pick(Object.keys(kinds).filter(isKindName));
    if (!accepts(place.kind, other)) {
      const wrong = pseudonyms.tokenize(generateId(other), tokenKindOf(other));
      const answer = await place.proxy.ask(targetWith(place, wrong, keyring), { value: [] });
      if (answer.status !== 400 || answer.asked.length > 0) result.confused += 1;
    }
    result.ids += 1;
  }
  for (; result.changed < changes; result.changed += 1) {
    const kind = pick(Object.keys(kinds).filter(isKindName));
    const token = pseudonyms.tokenize(generateId(kind), tokenKindOf(kind));
    if (pseudonyms.open(changedToken(token)).ok) result.forged += 1;
  }
  return result;
};

const ofOutlook: readonly ValueKind[] = ['outlook-id', 'calendar-id', 'event-id', 'message-id', 'folder-id'];

/** True if a parameter accepts tokens of a kind, as listed in docs/reference/kinds.md. */
const accepts = (parameter: KindName, token: KindName): boolean => {
  if (tokenKindOf(parameter) === tokenKindOf(token)) return true;
  if (parameter === 'outlook-id') return ofOutlook.includes(tokenKindOf(token));
  return parameter === 'directory-object-id' && ['user-id', 'group-id'].includes(tokenKindOf(token));
};

const followsLink = async (place: Place, id: string, token: string, keyring: Keyring): Promise<boolean> => {
  const link = linkOf(place, id);
  if (link === undefined || kinds[place.kind].place === 'literal') return true;
  const first = await place.proxy.ask(targetWith(place, token, keyring), { value: [], '@odata.nextLink': link });
  const next = first.body['@odata.nextLink'];
  if (typeof next !== 'string') return false;
  const { status, asked } = await place.proxy.ask(next.replace(proxyUrl, ''), { value: [] });
  return status === 200 && asked[0] === link;
};

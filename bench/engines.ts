// The compared engines: Graphveil, the same page sanitized by handwritten code, and one pass of jsonpath-plus for each
// path.
import { createCipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { JSONPath } from 'jsonpath-plus';
import { ephemeralKeyring } from '../src/adapters/memory/index.ts';
import type { PopulationView, RunContext } from '../src/plan/index.ts';
import { prepareRunners } from '../src/rule-forms/prepared.ts';
import type { AllowListPlan, ResponseNode } from '../src/rules/plan/index.ts';
import { type BenchDocument, plans, readDocument } from './documents.ts';

/** Converts bytes to bytes; `forget` makes every pseudonym new. */
export type Engine = { readonly run: (bytes: Uint8Array) => Uint8Array; readonly forget: () => void };

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** `JSON.parse` and `JSON.stringify` of the same bytes: the unit of every ratio. */
export const parseAndStringify = (bytes: Uint8Array): Uint8Array =>
  encoder.encode(JSON.stringify(JSON.parse(decoder.decode(bytes))));

const planOf = ({ source }: BenchDocument): AllowListPlan => {
  const plan = plans().get(source);
  if (plan === undefined) throw new Error(`no plan of ${source}`);
  return plan;
};

/** Every fifth person and group, as a caller that is limited to some sees them. */
const populationIn = (plan: AllowListPlan, { endpoint }: BenchDocument): PopulationView => {
  const bound = plan.endpoints[endpoint]?.bound;
  return {
    digest: 'fifth',
    reading: 1,
    has: (hash) => hash.charCodeAt(0) % 5 === 0,
    counterparts: false,
    shared: bound?.by === 'owner' && bound.of === 'call-record-id',
  };
};

const sanitizing = (document: BenchDocument, isLimited: boolean): Engine => {
  const plan = planOf(document);
  const runner = prepareRunners(plan).at(document.endpoint);
  const population = isLimited ? populationIn(plan, document) : undefined;
  const toolsOf = (): RunContext => ({
    pseudonyms: ephemeralKeyring().pseudonyms,
    seal: () => ({ ok: true, url: 'https://proxy.example/v1.0/x?$skiptoken=sealed' }),
    random: (count) => randomBytes(count),
    ...(population && { population }),
  });
  let tools = toolsOf();
  return {
    run: (bytes) => {
      const result = runner.run(bytes, tools);
      if (!result.ok) throw new Error(result.why);
      return result.body;
    },
    forget: () => {
      tools = toolsOf();
    },
  };
};

/** Tokens similar to Graphveil's, but simpler: no kinds, no padding, no canonical spelling except lower case. */
const makeTokens = () => {
  const [hashKey, nonceKey, key] = [1, 2, 3].map((byte) => createSecretKey(Buffer.alloc(32, byte)));
  if (hashKey === undefined || nonceKey === undefined || key === undefined) throw new Error('three keys');
  const reversible = new Map<string, string>();
  const oneWay = new Map<string, string>();
  return {
    p: (value: string): string => {
      const known = reversible.get(value);
      if (known !== undefined) return known;
      const hash = createHmac('sha256', hashKey).update(value).digest();
      const nonce = createHmac('sha256', nonceKey).update(value).digest().subarray(0, 12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(hash);
      const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      const token = `p~${Buffer.concat([hash, nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
      reversible.set(value, token);
      return token;
    },
    t: (value: string): string => {
      const known = oneWay.get(value);
      if (known !== undefined) return known;
      const low = value.toLowerCase();
      const domain = low.lastIndexOf('@');
      const hash = createHmac('sha256', hashKey).update(low).digest('base64url');
      const token = `t~${hash}${domain < 0 ? '' : low.slice(domain)}`;
      oneWay.set(value, token);
      return token;
    },
    forget: () => {
      reversible.clear();
      oneWay.clear();
    },
  };
};

// biome-ignore lint/suspicious/noExplicitAny: written by hand, as a quick job would be
type Any = any;

const maybe = (make: (value: string) => string, value: unknown) =>
  typeof value === 'string' ? make(value) : value === null ? null : undefined;
const phrases = /\b(Focus Time|Standup|1:1|All Hands|Office Hours|Planning|No Meetings|Lunch)\b/i;

/** Handwritten code for one page: parse, copy kept properties, sort by token, stringify. No formats, no counts. */
const byHand = ({ name }: BenchDocument): Engine => {
  const { p, t, forget } = makeTokens();
  const byText = (texts: readonly string[]) => [...texts].sort();
  const user = (u: Any) => ({
    id: maybe(p, u.id),
    mail: maybe(t, u.mail),
    preferredLanguage: u.preferredLanguage,
    userPrincipalName: maybe(t, u.userPrincipalName),
    accountEnabled: u.accountEnabled,
    createdDateTime: maybe((text) => `${text.slice(0, 7)}-01T00:00:00Z`, u.createdDateTime),
    creationType: u.creationType,
    externalUserState: u.externalUserState,
    showInAddressList: u.showInAddressList,
    userType: u.userType,
    imAddresses: u.imAddresses && byText(u.imAddresses.map(t)),
    otherMails: u.otherMails && byText(u.otherMails.map(t)),
    proxyAddresses: u.proxyAddresses && byText(u.proxyAddresses.map(t)),
    usageLocation: u.usageLocation,
    department: maybe(t, u.department),
    employeeId: maybe(t, u.employeeId),
    employeeOrgData: u.employeeOrgData && {
      division: maybe(t, u.employeeOrgData.division),
      costCenter: maybe(t, u.employeeOrgData.costCenter),
    },
    employeeType: u.employeeType,
    onPremisesSyncEnabled: u.onPremisesSyncEnabled,
    onPremisesUserPrincipalName: maybe(t, u.onPremisesUserPrincipalName),
    assignedLicenses: u.assignedLicenses?.map((l: Any) => ({ disabledPlans: l.disabledPlans, skuId: l.skuId })),
    assignedPlans: u.assignedPlans?.map((l: Any) => ({
      assignedDateTime: l.assignedDateTime,
      capabilityStatus: l.capabilityStatus,
      service: l.service,
      servicePlanId: l.servicePlanId,
    })),
    licenseAssignmentStates: u.licenseAssignmentStates?.map((l: Any) => ({
      assignedByGroup: maybe(p, l.assignedByGroup),
      disabledPlans: l.disabledPlans,
      error: l.error,
      lastUpdatedDateTime: l.lastUpdatedDateTime,
      skuId: l.skuId,
      state: l.state,
    })),
  });
  const when = (w: Any) => w && { dateTime: w.dateTime, timeZone: w.timeZone };
  const place = (l: Any) =>
    l && {
      locationType: l.locationType,
      locationEmailAddress: maybe(t, l.locationEmailAddress),
      uniqueId: maybe(t, l.uniqueId),
      uniqueIdType: l.uniqueIdType,
    };
  const byAddress = (a: Any, b: Any) => (a.emailAddress?.address < b.emailAddress?.address ? -1 : 1);
  const event = (e: Any) => ({
    id: maybe(p, e.id),
    createdDateTime: e.createdDateTime,
    lastModifiedDateTime: e.lastModifiedDateTime,
    originalStartTimeZone: e.originalStartTimeZone,
    originalEndTimeZone: e.originalEndTimeZone,
    iCalUId: maybe(p, e.iCalUId),
    hasAttachments: e.hasAttachments,
    subject: typeof e.subject === 'string' ? (phrases.exec(e.subject)?.[1] ?? '') : null,
    importance: e.importance,
    sensitivity: e.sensitivity,
    isAllDay: e.isAllDay,
    isCancelled: e.isCancelled,
    isOrganizer: e.isOrganizer,
    responseRequested: e.responseRequested,
    showAs: e.showAs,
    type: e.type,
    seriesMasterId: maybe(p, e.seriesMasterId),
    onlineMeetingUrl: maybe(p, e.onlineMeetingUrl),
    isOnlineMeeting: e.isOnlineMeeting,
    onlineMeetingProvider: e.onlineMeetingProvider,
    allowNewTimeProposals: e.allowNewTimeProposals,
    isDraft: e.isDraft,
    hideAttendees: e.hideAttendees,
    originalStart: e.originalStart,
    recurrence: e.recurrence,
    responseStatus: e.responseStatus && { response: e.responseStatus.response, time: e.responseStatus.time },
    start: when(e.start),
    end: when(e.end),
    location: place(e.location),
    locations: e.locations?.map(place),
    attendees: e.attendees
      ?.map((a: Any) => ({
        type: a.type,
        status: a.status && { response: a.status.response, time: a.status.time },
        emailAddress: a.emailAddress && { address: maybe(t, a.emailAddress.address) },
      }))
      .sort(byAddress),
    organizer: e.organizer && { emailAddress: { address: maybe(t, e.organizer.emailAddress?.address) } },
    onlineMeeting: e.onlineMeeting && { joinUrl: maybe(p, e.onlineMeeting.joinUrl) },
  });
  const item = name.startsWith('users') ? user : name.startsWith('events') ? event : undefined;
  if (item === undefined) throw new Error(`${name} is not written by hand`);
  return {
    forget,
    run: (bytes) => {
      const page: Any = JSON.parse(decoder.decode(bytes));
      const value = page.value.map(item).sort((a: Any, b: Any) => (a.id < b.id ? -1 : 1));
      return encoder.encode(JSON.stringify({ '@odata.nextLink': page['@odata.nextLink'], value }));
    },
  };
};

type Paths = { readonly dropped: readonly string[]; readonly tokens: readonly string[] };

/** Paths of the document that the rules drop (the topmost), and paths of texts that become tokens. */
const pathsIn = ({ nodes, endpoints }: AllowListPlan, endpoint: number, page: Any): Paths => {
  const dropped = new Set<string>();
  const tokens = new Set<string>();
  const visit = (value: Any, node: ResponseNode | undefined, path: string): void => {
    if (node?.node === 'object' && value !== null && typeof value === 'object')
      for (const name of Object.keys(value)) {
        const at = node.properties[name];
        if (at === undefined) dropped.add(`${path}['${name}']`);
        else visit(value[name], nodes[at], `${path}['${name}']`);
      }
    else if (node?.node === 'array' && Array.isArray(value))
      for (const one of value) visit(one, nodes[node.item], `${path}[*]`);
    else if (node?.node === 'transform' && typeof value === 'string') tokens.add(path);
  };
  const root = nodes[endpoints[endpoint]?.response.root ?? 0];
  if (page.value === undefined) visit(page, root, '$');
  else for (const one of page.value) visit(one, root, "$['value'][*]");
  return { dropped: [...dropped], tokens: [...tokens] };
};

/** The rules as a deny-list of JSONPath expressions, one pass each. No formats, no counts, no order. */
const jsonpath = (document: BenchDocument): Engine => {
  const page = JSON.parse(readDocument(document).toString('utf8'));
  const { dropped, tokens } = pathsIn(planOf(document), document.endpoint, page);
  const { p, forget } = makeTokens();
  return {
    forget,
    run: (bytes) => {
      const json = JSON.parse(decoder.decode(bytes));
      const each = (path: string, change: (parent: Any, name: string) => void): void => {
        JSONPath({
          path,
          json,
          resultType: 'all',
          callback: (found: Any) => change(found.parent, found.parentProperty),
        });
      };
      for (const path of dropped)
        each(path, (parent, name) => {
          delete parent[name];
        });
      for (const path of tokens)
        each(path, (parent, name) => {
          if (typeof parent[name] === 'string') parent[name] = p(parent[name]);
        });
      return encoder.encode(JSON.stringify(json));
    },
  };
};

export const engines: Readonly<Record<string, (document: BenchDocument) => Engine>> = {
  graphveil: (document) => sanitizing(document, false),
  limited: (document) => sanitizing(document, true),
  'by hand': byHand,
  'jsonpath-plus': jsonpath,
};

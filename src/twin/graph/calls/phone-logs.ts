import type { CallRecords } from '@microsoft/microsoft-graph-types';
import type { TwinAnswer } from '../../http/index.ts';
import { dayMs, isoDate, isoTicks, type Organization, quarter } from '../../organization/index.ts';
import { badRequest, type GraphCall, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';

const pageSize = 1_000;
/** Large enough for several pages. */
const pstnCount = 1_100;
const directCount = 120;

type Row = { readonly start: number; readonly document: Json };

const pstnRow = (at: number, organization: Organization): Row => {
  const dice = organization.dice(`pstn ${at}`);
  const caller = dice.pick(organization.people.filter(({ kind }) => kind === 'employee'));
  const start = quarter.today - Math.floor((at * 60 * dayMs) / pstnCount);
  const duration = dice.between(4, 3_000);
  const row: CallRecords.PstnCallLogRow = {
    id: dice.guid(),
    callId: dice.guid(),
    userId: caller.id,
    userPrincipalName: caller.userPrincipalName,
    userDisplayName: caller.displayName,
    startDateTime: isoTicks(start),
    endDateTime: isoTicks(start + duration * 1_000),
    duration,
    charge: 0,
    callType: dice.pick(['user_in', 'user_out', 'conf_in']),
    currency: 'USD',
    calleeNumber: `+120655501${dice.between(10, 99)}`,
    callerNumber: `+120255501${dice.between(10, 99)}`,
    usageCountryCode: 'US',
    tenantCountryCode: 'US',
    connectionCharge: 0,
    destinationContext: 'Domestic',
    destinationName: 'United States',
    conferenceId: dice.chance(0.2) ? String(dice.between(100_000, 999_999)) : null,
    licenseCapability: 'MCOPSTN1',
    inventoryType: 'Subscriber',
    operator: 'Microsoft',
    callDurationSource: 'microsoft',
  };
  return { start, document: { ...row } };
};

const directRow = (at: number, organization: Organization): Row => {
  const dice = organization.dice(`direct routing ${at}`);
  const person = dice.pick(organization.people.filter(({ kind }) => kind === 'employee'));
  const start = quarter.today - Math.floor((at * 60 * dayMs) / directCount);
  const duration = dice.between(4, 3_000);
  const row: CallRecords.DirectRoutingLogRow = {
    id: dice.guid(),
    correlationId: dice.guid(),
    userId: person.id,
    userPrincipalName: person.userPrincipalName,
    userDisplayName: person.displayName,
    startDateTime: isoTicks(start),
    inviteDateTime: isoTicks(start - 3_000),
    failureDateTime: null,
    endDateTime: isoTicks(start + duration * 1_000),
    duration,
    callType: dice.pick(['ByotIn', 'ByotOut']),
    successfulCall: true,
    callerNumber: `+1202555****`,
    calleeNumber: `+120655501${dice.between(10, 99)}`,
    mediaPathLocation: 'USWE',
    signalingLocation: 'EUNO',
    finalSipCode: 0,
    callEndSubReason: 540_000,
    finalSipCodePhrase: 'BYE',
    trunkFullyQualifiedDomainName: `sbc1.trunk.${organization.domain}`,
    mediaBypassEnabled: false,
  };
  return { start, document: { ...row, userCountryCode: 'US', transferorCorrelationId: null } };
};

const readDay = (call: GraphCall, name: string): number => {
  const text = call.args.get(`${name}DateTime`.toLowerCase()) ?? call.args.get(name);
  const day = Date.parse(text ?? '');
  if (Number.isNaN(day)) throw badRequest(`The parameter '${name}' is missing or not a date.`);
  return day;
};

const answerRows = (call: GraphCall, name: string, type: string, rows: readonly Row[]): TwinAnswer => {
  const [from, to] = [readDay(call, 'from'), readDay(call, 'to')];
  if (to - from > 90 * dayMs) throw badRequest('The date range must not be longer than 90 days.');
  const within = rows.filter(({ start }) => start >= from && start < to + dayMs);
  const { skip } = call.options;
  const end = skip + pageSize;
  // Graph's own links abbreviate the names of the arguments.
  const range = `from=${isoDate(from)},to=${isoDate(to)}`;
  const next = `${call.root}/communications/callRecords/${name}(${range})?$skip=${end}`;
  return {
    status: 200,
    json: {
      '@odata.context': `${call.root}/$metadata#Collection(microsoft.graph.callRecords.${type})`,
      '@odata.count': Math.min(pageSize, Math.max(0, within.length - skip)),
      value: within.slice(skip, end).map(({ document }) => document),
      ...(end < within.length ? { '@odata.NextLink': next } : {}),
    },
  };
};

const rowsOf = (count: number, make: (at: number, organization: Organization) => Row, organization: Organization) =>
  Array.from({ length: count }, (_, at) => make(at, organization));

const needs = ['CallRecord-PstnCalls.Read.All', 'CallRecords.Read.All'];

export const phoneLogRoutes: readonly Route[] = [
  {
    path: '/communications/callRecords/getPstnCalls',
    workload: 'calls',
    needs,
    answer: (call) =>
      answerRows(call, 'getPstnCalls', 'pstnCallLogRow', rowsOf(pstnCount, pstnRow, call.world.organization)),
  },
  {
    path: '/communications/callRecords/getDirectRoutingCalls',
    workload: 'calls',
    needs,
    answer: (call) =>
      answerRows(
        call,
        'getDirectRoutingCalls',
        'directRoutingLogRow',
        rowsOf(directCount, directRow, call.world.organization),
      ),
  },
];

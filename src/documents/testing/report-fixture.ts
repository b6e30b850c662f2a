import { neededPermissions } from '../../connectors/index.ts';
import type { ReportModel, ReportSource } from '../privacy-report/model.ts';
import { diaries, groups } from './fixture.ts';

/** A source with everything that the report can describe. */
export const reportedDiaries: ReportSource = {
  name: 'diaries',
  title: 'Diaries',
  summary: 'When people meet; never what about.',
  availability: 'beta',
  variants: ['plain-ids'],
  extras: ['members'],
  rulesHash: 'hash-of-the-rules',
  permissions: neededPermissions(diaries, { extras: ['members'], mailboxAccess: 'entra' }),
  narrowed: [],
  narrower: diaries.narrower,
  endpoints: 2,
  answers: [
    {
      entity: 'event',
      endpoints: ['/v1.0/users/{userId}/events', '/v1.0/users/{userId}/events/{eventId}'],
      declared: 9,
      rows: [
        {
          path: 'id',
          type: 'string',
          class: 'opaque id',
          form: 'token that the tool can ask with',
          technique: 'deterministic-encryption',
        },
        {
          path: 'attendees[].emailAddress.address',
          type: 'string',
          class: 'direct identifier',
          form: 'pseudonym',
          technique: 'pseudonymization',
        },
        {
          path: 'subject',
          type: 'string',
          class: 'free text',
          form: 'its length and word count',
          technique: 'generalization',
        },
        { path: 'start.dateTime', type: 'string', class: 'metadata', form: 'unchanged: a time', technique: 'none' },
        {
          path: 'start.timeZone',
          type: 'string',
          class: 'quasi identifier',
          form: 'unchanged: a time zone',
          technique: 'none',
        },
        {
          path: 'room',
          type: 'string',
          class: 'quasi identifier',
          form: 'unchanged: any text',
          technique: 'none',
          reason: 'rooms are <b>few</b> | and large',
        },
        { path: 'isCancelled', type: 'boolean', class: 'metadata', form: 'unchanged', technique: 'none' },
      ],
      dropped: [
        { class: 'direct identifier', paths: ['attendees[].emailAddress.name'] },
        { class: 'free text', paths: ['bodyPreview'] },
      ],
      alike: [{ path: 'organizer', like: 'attendees[]' }],
    },
  ],
  example: {
    shows: 'a meeting keeps its time',
    call: 'GET /v1.0/users/{userId}/events',
    lines: [
      { mark: 'kept', text: '{' },
      { mark: 'changed', text: '  "id": "AAMk"', after: '  "id": "p~x"' },
      { mark: 'gone', text: '  "bodyPreview": "<script>alert(1)</script>"' },
      { mark: 'kept', text: '}' },
    ],
  },
};

/** A report about two connectors, one of which isn't proven. */
export const reportModel: ReportModel = {
  version: '0.0.0',
  date: '2026-03-02',
  types: ['types@1', 'types-beta@2'],
  sources: [
    reportedDiaries,
    {
      ...reportedDiaries,
      name: 'own',
      title: 'Diaries (own)',
      acceptUnproven: 'Taken over <until> March',
      example: undefined,
    },
  ],
};

/** The same report for a deployment. */
export const deployedReport: ReportModel = {
  ...reportModel,
  deployment: {
    environment: 'prod',
    tenantId: '11111111-2222-3333-4444-555555555555',
    cloud: 'Global',
    account: '111122223333',
    region: 'eu-central-1',
    keyring: '/graphveil/prod/keyring',
    key: 'alias/graphveil-prod-keyring',
    keysRole: 'arn:aws:iam::111122223333:role/operators',
    callers: [
      { name: 'tool & <friends>', groups: [], counterparts: false },
      { name: 'pilot', groups: [groups[0]], counterparts: false },
      { name: 'network', groups, counterparts: true },
    ],
    leastGroupSize: 5,
    minimumTls: '1.3',
    tools: undefined,
    logRetentionDays: 30,
  },
};

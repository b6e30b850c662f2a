import { differences, normalizer, texts } from './recorded.ts';

const sealed = `AQ${'x'.repeat(60)}`;

describe('normalizer', () => {
  it('replaces only values that belong to one run', () => {
    const recorded = normalizer({ version: '0.1.0' })({
      ms: 12.5,
      durationMs: 3,
      'request-id': 'a',
      link: `http://127.0.0.1:40123/v1.0/users?$skiptoken=${sealed}`,
      upstream: `/v1.0/users?$skiptoken=RFNwd${'x'.repeat(60)}`,
      version: 'Graphveil 0.1.0, not 10.1.0',
      rows: [null, true, 3],
    });

    expect(recorded).toEqual({
      ms: '<ms>',
      durationMs: '<durationMs>',
      'request-id': '<request-id>',
      link: 'http://127.0.0.1:PORT/v1.0/users?$skiptoken=SEALED',
      upstream: `/v1.0/users?$skiptoken=RFNwd${'x'.repeat(60)}`,
      version: 'Graphveil VERSION, not 10.1.0',
      rows: [null, true, 3],
    });
  });

  it('numbers tokens in the order of appearance on request only', () => {
    const [alice, bob] = [`p~${'a'.repeat(30)}`, `t~${'b'.repeat(30)}`];
    const normalize = normalizer({ numberTokens: true });

    expect(normalize([alice, `${bob}@contoso.example`])).toEqual(['p~#1', 't~#2@contoso.example']);
    expect(normalize({ again: `/users/${alice}/events` })).toEqual({ again: '/users/p~#1/events' });
    expect(normalizer()(alice)).toBe(alice);
  });
});

describe('differences', () => {
  it('names values that differ, are absent or have another shape', () => {
    expect(differences({ a: [1, 2], b: 'x', c: {} }, { a: [1, 3], b: 'x', c: [], d: null })).toEqual([
      { path: '.a.1', before: '2', after: '3' },
      { path: '.c', before: '{}', after: '[]' },
      { path: '.d', before: 'absent', after: 'null' },
    ]);
  });

  it('shows the place in a long text', () => {
    const [difference] = differences(`${'x'.repeat(200)}before`, `${'x'.repeat(200)}after`);

    expect(difference?.before).toBe(`…${'x'.repeat(30)}before`);
  });
});

it('takes wording for a text, and codes for none', () => {
  expect('demo/01.json.after.error.message').toMatch(texts);
  expect('demo/01.json.after.error.code').not.toMatch(texts);
});

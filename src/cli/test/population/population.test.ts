import { chooseSources, connectorOf, readyOrEnd } from '../../shared/choose-rules.ts';
import { runCommand } from '../../testing/run-command.ts';
import { expectedReply } from './expected-reply.ts';
import type { JsonObject } from './json.ts';
import { type Judged, judgeReply } from './judge-reply.ts';
import { provePopulation } from './prove-population.ts';
import { populationProofText } from './show.ts';
import type { Truth, Verdict } from './truth.ts';

const verdicts: Readonly<Record<string, Verdict>> = {
  member: 'inside',
  crew: 'inside',
  outsider: 'outside',
  others: 'outside',
  object: 'object',
  thing: 'thing',
};

const truth: Truth = {
  people: new Set(),
  of: (text) => verdicts[text],
  admits: (kind, value) => (kind === 'user-id' ? value === 'member' : undefined),
};
const caller: Judged = { truth, counterparts: false };
const limit = { truth, counterparts: false, shared: false };

describe('the reply that a limited caller should get', () => {
  it.each<[string, JsonObject, JsonObject | undefined]>([
    [
      'has the people of the group, without a count',
      { '@odata.count': 2, value: [{ id: 'member', n: 1 }, { id: 'outsider', n: 2 }, { id: 'others' }] },
      { value: [{ id: 'member', n: 1 }] },
    ],
    [
      'has no names of others whom an item mentions',
      { value: [{ id: 'thing', from: { user: { id: 'outsider', tenant: 'thing', n: 1, in: { id: 'thing' } } } }] },
      { value: [{ id: 'thing', from: { user: { n: 1, in: {} } } }] },
    ],
    [
      'has no records of others in it',
      { id: 'member', manager: { id: 'outsider' }, 'members@delta': [{ id: 'outsider' }, { id: 'member' }] },
      { id: 'member', 'members@delta': [{ id: 'member' }] },
    ],
    [
      'has things of the directory, if their type shows that they are',
      { value: [{ '@odata.type': '#microsoft.graph.device', id: 'object' }, { id: 'object' }] },
      { value: [{ '@odata.type': '#microsoft.graph.device', id: 'object' }] },
    ],
    ['is none about somebody outside', { id: 'outsider', n: 1 }, undefined],
  ])('%s', (_, reply, expected) => {
    expect(expectedReply(reply, limit)).toEqual(expected);
  });

  it('has no parts of a call that concern others only', () => {
    const reply = {
      id: 'thing',
      sessions: [{ a: { id: 'member' } }, { a: { id: 'outsider' } }, { a: { id: 'thing' } }],
    };
    expect(expectedReply(reply, { ...limit, shared: true })).toEqual({
      id: 'thing',
      sessions: [{ a: { id: 'member' } }, { a: { id: 'thing' } }],
    });
  });

  it('has counterparts if the settings say so', () => {
    const reply = { value: [{ id: 'member', manager: { id: 'outsider' } }, { id: 'outsider' }] };
    expect(expectedReply(reply, { ...limit, counterparts: true })).toEqual({
      value: [{ id: 'member', manager: { id: 'outsider' } }],
    });
  });
});

describe('a reply', () => {
  const answered = (body: JsonObject, status = 200) => ({ status, body, text: JSON.stringify(body) });
  const whole = answered({ value: [{ id: 'member', n: 1 }, { id: 'outsider' }], '@odata.nextLink': 'a' });
  const everybody: Parameters<typeof judgeReply>[0] = { inPath: [], inQuery: [] };
  const kinds = (own: ReturnType<typeof answered>, named = everybody, unlimited = whole) =>
    judgeReply(named, unlimited, own, caller).problems.map(({ kind }) => kind);

  it('is right with everything of the group and nothing else', () => {
    expect(kinds(answered({ value: [{ n: 1, id: 'member' }], '@odata.nextLink': 'b' }))).toEqual([]);
  });

  it.each<[string, JsonObject, string]>([
    ['has somebody outside', { value: [{ id: 'member', n: 1 }, { id: 'outsider' }], '@odata.nextLink': 'b' }, 'leak'],
    ['has a count', { value: [{ id: 'member', n: 1 }], '@odata.count': 1, '@odata.nextLink': 'b' }, 'leak'],
    ['lacks a value', { value: [{ id: 'member' }], '@odata.nextLink': 'b' }, 'lost'],
    ['lacks a record', { value: [], '@odata.nextLink': 'b' }, 'lost'],
    ['lacks a link', { value: [{ id: 'member', n: 1 }] }, 'lost'],
  ])('is wrong if it %s', (_, body, kind) => {
    expect(kinds(answered(body))).toEqual([kind]);
  });

  it('is wrong if a call about somebody outside is served, or one about a member is not', () => {
    const of = (value: string) => ({ inPath: [{ kind: 'user-id', value, asToken: true }], inQuery: [] });
    const events = answered({ value: [{ id: 'thing' }] });
    const refusal = answered({ error: { code: 'x' } }, 403);
    expect(kinds(events, of('outsider'), events)).toEqual(['leak']);
    expect(kinds(refusal, of('outsider'), events)).toEqual([]);
    expect(kinds(refusal, of('member'), events)).toEqual(['lost']);
    expect(kinds(answered({ error: { code: 'x' } }, 500), of('outsider'), events)).toEqual(['wrong']);
    expect(kinds(answered({}, 404), of('member'), answered({}, 400))).toEqual(['wrong']);
    expect(kinds(answered({ id: 'outsider' }), of('member'), answered({ id: 'outsider' }))).toEqual(['leak']);
    expect(kinds(answered({ at: `p~${'a'.repeat(43)}` }, 403), of('outsider'), events)).toEqual(['leak']);
    expect(kinds(events, everybody, events)).toEqual(['leak']);
  });
});

describe('graphveil test --population', () => {
  it('finds everything of the granted people and nothing of others in a sample', async () => {
    const connectors = readyOrEnd(
      chooseSources().sources.map((source, index) =>
        connectorOf(source, {
          extras: source.extras.map(({ id }) => id),
          variants: index % 2 === 1 && source.variants.has('plain-ids') ? ['plain-ids'] : [],
        }),
      ),
    );
    let progress = 0;
    const proof = await provePopulation({
      connectors: [connectors],
      documents: 100,
      seed: 5,
      onProgress: (documents) => {
        progress = documents;
      },
    });
    expect(proof.findings).toEqual([]);
    expect(proof.found).toEqual(proof.expected);
    expect(proof).toMatchObject({ foreignAfter: 0, bytesAfter: 0, organizations: 1, changes: 1, interleaved: 300 });
    expect(proof.foreignBefore).toBeGreaterThan(1_000);
    expect(progress).toBe(proof.documents);
    const text = populationProofText({ ...proof, findings: [{ ...finding, times: 2 }] }, 5);
    expect(text).toMatch(/✗ +leaks/);
    expect(text).toMatch(/✓ +recall +([\d,]+) of \1 records/);
    expect(text).toContain('x /v1.0/x, first caller, 2 times: it is there');
  }, 60_000);

  const finding = { kind: 'leak', caller: 'first', source: 'x', endpoint: '/v1.0/x', text: 'it is there' } as const;

  it('refuses options of other tests, and its own without --population', async () => {
    const population = await runCommand(['test', 'x.yaml', '--population']);
    expect(population).toMatchObject({ status: 2, stderr: expect.stringContaining('exclude each other') });
    expect(await runCommand(['test', '--documents', '5'])).toMatchObject({ status: 2 });
    expect(await runCommand(['test', '--population', '--documents', '0'])).toMatchObject({ status: 2 });
  });
});

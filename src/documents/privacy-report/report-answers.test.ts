import type { EndpointProof, ProofRow } from '../../proof/index.ts';
import { reportAnswers } from './report-answers.ts';

const row = (changes: Partial<ProofRow>): ProofRow => ({
  path: 'x',
  type: 'string',
  declaredBy: ['user'],
  class: 'metadata',
  disposition: 'kept',
  how: 'as it is',
  navigation: false,
  gaps: [],
  ...changes,
});

const endpoint = (pathTemplate: string, rows: readonly ProofRow[], changes: Partial<EndpointProof> = {}) =>
  ({ pathTemplate, entity: 'user', shape: 'entity', rows, gaps: [], answer: 'user', ...changes }) as EndpointProof;

const answersOf = (...endpoints: readonly EndpointProof[]) =>
  reportAnswers({ endpoints } as unknown as Parameters<typeof reportAnswers>[0]);

const rowOf = (changes: Partial<ProofRow>) => answersOf(endpoint('/v1.0/users', [row(changes)]))[0]?.rows[0];

describe('reportAnswers', () => {
  it.each([
    ['as it is', 'unchanged'],
    ['date-time', 'unchanged: a time'],
    ['date', 'unchanged: a day'],
    ['time', 'unchanged: a time of day'],
    ['duration', 'unchanged: a duration'],
    ['identifier', 'unchanged: a word of a list'],
    ['prefix', 'its beginning: a word of a list'],
    ['guid', 'unchanged: a GUID'],
    ['language', 'unchanged: a language'],
    ['time-zone', 'unchanged: a time zone'],
    ['mime-type', 'unchanged: a kind of file'],
    ['file-extension', 'unchanged: a file extension'],
    ['any text', 'unchanged: any text'],
    ['one of #microsoft.graph.user, #microsoft.graph.group', 'unchanged: the name of a type'],
    ['^[a-z]+$', 'unchanged: matches a pattern'],
  ])('describes a kept %s as “%s”, without a technique', (how, form) => {
    expect(rowOf({ how })).toMatchObject({ form, technique: 'none' });
  });

  it.each([
    ['pseudonymize', 'pseudonym', 'pseudonymization'],
    ['pseudonymize, reversible', 'pseudonym that the tool can use in calls', 'deterministic-encryption'],
    ['pseudonymizeEmailHeader', 'pseudonyms', 'pseudonymization'],
    ['pseudonymizeRegexMatches', 'pseudonyms of its parts', 'pseudonymization'],
    ['hashIp', 'hashIp', 'pseudonymization'],
    ['encryptIp', 'encryptIp', 'deterministic-encryption'],
    ['tokenize', 'token that the tool can use in calls', 'deterministic-encryption'],
  ])('describes a pseudonym by %s as “%s”: %s', (how, form, technique) => {
    expect(rowOf({ disposition: 'pseudonymized', how })).toMatchObject({ form, technique });
  });

  it.each([
    ['truncateTime', 'its day', 'rounding'],
    ['truncateTime, month', 'its month', 'rounding'],
    ['bucket, 1 to 9', 'a range, 1 to 9', 'rounding'],
    ['textDigest', 'its length and word count', 'generalization'],
    ['countOnly', 'its size', 'generalization'],
    ['keepHost', 'its host name', 'generalization'],
    ['redactExceptPhrases', 'its listed phrases', 'local-suppression'],
    ['redactExceptSubstringsMatchingRegexes', 'the part that a listed expression matches', 'local-suppression'],
    ['filterTokenByRegex', 'the words that a listed expression matches', 'local-suppression'],
    ['another, with, options', 'another, with, options', 'local-suppression'],
  ])('describes a transform by %s as “%s”: %s', (how, form, technique) => {
    expect(rowOf({ disposition: 'transformed', how })).toMatchObject({ form, technique });
  });

  it('keeps path, type, class and the reason of a property', () => {
    expect(rowOf({ path: 'a.b', type: 'number', class: 'quasi-identifier', reason: 'large units' })).toEqual({
      path: 'a.b',
      type: 'number',
      class: 'quasi identifier',
      form: 'unchanged',
      technique: 'none',
      reason: 'large units',
    });
    expect(rowOf({})).not.toHaveProperty('reason');
  });

  it('counts declared properties, and lists those that leave in no form by class, the most revealing first', () => {
    const [answer] = answersOf(
      endpoint('/v1.0/users', [
        row({ path: 'id', disposition: 'pseudonymized', how: 'pseudonymize', class: 'opaque-id' }),
        row({ path: 'type', disposition: 'dropped' }),
        row({ path: 'name', disposition: 'dropped', class: 'direct-identifier' }),
        row({ path: 'name', disposition: 'dropped', class: 'direct-identifier' }),
        row({ path: 'note', disposition: 'dropped', class: 'free-text' }),
        row({ path: 'size', disposition: 'transformed', how: 'bucket' }),
        row({ path: 'manager', disposition: 'as-before', sameAs: '', class: 'container' }),
        row({ path: 'owner', disposition: 'as-before', sameAs: 'manager', class: 'container' }),
        row({ path: 'box', disposition: 'container' as ProofRow['disposition'], class: 'container' }),
      ]),
    );

    expect(answer).toMatchObject({
      declared: 6,
      dropped: [
        { class: 'direct identifier', paths: ['name'] },
        { class: 'free text', paths: ['note'] },
        { class: 'metadata', paths: ['type'] },
      ],
      alike: [
        { path: 'manager', like: '' },
        { path: 'owner', like: 'manager' },
      ],
    });
    expect(answer?.rows.map(({ path }) => path)).toEqual(['id', 'size']);
  });

  it('joins endpoints with the same answers, and leaves out those without a type', () => {
    const answers = answersOf(
      endpoint('/v1.0/users', [row({})]),
      endpoint('/v1.0/groups', [row({ path: 'y' })], { entity: 'group', answer: 'group' }),
      endpoint('/v1.0/users/{userId}', [row({})]),
      { ...endpoint('/v1.0/raw', [row({})], { answer: 'raw' }), entity: undefined } as unknown as EndpointProof,
    );

    expect(answers.map(({ entity, endpoints }) => [entity, endpoints])).toEqual([
      ['user', ['/v1.0/users', '/v1.0/users/{userId}']],
      ['group', ['/v1.0/groups']],
    ]);
  });
});

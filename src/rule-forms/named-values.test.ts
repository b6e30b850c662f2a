import { ephemeralKeyring } from '../adapters/memory/index.ts';
import { parseTarget } from '../proxy/read-call.ts';
import { planOf, tokenOf, top } from '../proxy/testing/plans.ts';
import { prepareMatcher } from './prepared.ts';

const { pseudonyms } = ephemeralKeyring();
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const userToken = pseudonyms.tokenize(guid, 'user-id');

describe('the values of a call', () => {
  const plan = planOf([
    {
      template: '/v1.0/users/{userId}/x(y={thing})',
      parameters: { userId: tokenOf('user-id'), thing: { kind: 'group-id', token: 'accepted' } },
      shape: 'collection',
      query: [
        top,
        {
          name: '$filter',
          required: false,
          type: 'filter',
          comparisons: [{ path: 'id', operators: ['eq'], value: tokenOf('user-id'), quoted: true }],
        },
      ],
    },
    {
      template: '/x/{any}',
      parameters: {
        any: {
          token: 'accepted',
          oneOf: [
            { type: 'integer', token: 'refused' },
            { ...tokenOf('user-id'), token: 'accepted' },
          ],
        },
      },
    },
    { template: '/y/{any}', parameters: { any: { token: 'accepted' } } },
  ]);
  const other = guid.replace('0f', '1f');
  const namedOf = (text: string) => {
    const parsed = parseTarget(text);
    const match = parsed.ok
      ? prepareMatcher(plan).match({ method: 'GET', target: parsed.target, headers: {} })
      : parsed;
    const opened = match.ok ? match.open(pseudonyms.open) : match;
    return opened.ok ? opened.request.named : opened;
  };

  it('are those of its path and its query, with their kinds, and whether they were plain', () => {
    const filter = encodeURIComponent(`id eq '${userToken}'`);
    expect(namedOf(`/v1.0/users/${userToken}/x(y=${other})?$top=5&$filter=${filter}`)).toEqual([
      { kind: 'user-id', value: guid, plain: false },
      { kind: 'group-id', value: other, plain: true },
      { kind: 'user-id', value: guid, plain: false },
    ]);
  });

  it('have the kind of their token if the rules name none, and that of an alternative', () => {
    expect(namedOf(`/y/${userToken}`)).toEqual([{ kind: 'user-id', value: guid, plain: false }]);
    expect(namedOf('/y/abc')).toEqual([]);
    expect(namedOf('/x/7')).toEqual([{ kind: 'user-id', value: '7', plain: true }]);
  });

  it('are read from a link of Graph, as far as the rules can read its query', () => {
    const { namedIn } = prepareMatcher(plan);
    const segments = ['v1.0', 'users', guid, `x(y=${other})`];
    const path = [
      { kind: 'user-id', value: guid, plain: false },
      { kind: 'group-id', value: other, plain: false },
    ];
    const pairs = [
      { name: '%24skiptoken', value: 'a' },
      { name: '$top', value: 'many' },
      { name: '$filter', value: `id eq '${other}'` },
      { name: 'x', value: undefined },
    ];
    expect(namedIn(0, segments, [])).toEqual(path);
    expect(namedIn(0, segments, pairs)).toEqual([...path, { kind: 'user-id', value: other, plain: false }]);
    expect(namedIn(0, ['v1.0', 'users'], [])).toBeUndefined();
    expect(namedIn(0, ['v1.0', 'users', userToken, `x(y=${other})`], [])).toBeUndefined();
  });
});

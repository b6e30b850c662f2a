import {
  type Actor,
  type AppRole,
  appRoles,
  isVerb,
  mayDo,
  needsFreshSignIn,
  objectOf,
  relations,
  type Verb,
  verbs,
} from './who-may.ts';

/**
 * Verbs × roles. `+`: any object. `o`: the own one. `x`: another's only. `n`: one without an owner. `.`: never.
 * The last column is everybody who is signed in: `o` as the owner of the group, or with the own account.
 */
const matrix = `
  verb                    Admin PrivacyOfficer Developer signed-in
  catalog.list            +     +              +         +
  catalog.dictionary      +     +              +         +
  connector.list          +     +              +         +
  connector.show          +     +              +         .
  connector.check         +     .              .         .
  connector.plan          +     .              .         .
  connector.change        +     .              .         .
  connector.pause         +     .              .         .
  connector.resume        +     .              .         .
  connector.plan-delete   +     .              .         .
  connector.delete        +     .              .         .
  client.list             +     +              +         .
  client.show             +     +              o         .
  client.create           +     .              +         .
  client.change           o     .              o         .
  client.rotate           o     .              o         .
  client.end-secret       +     .              o         .
  client.delete           +     .              o         .
  request.list            +     +              o         .
  request.create          .     .              o         .
  request.withdraw        .     .              o         .
  request.decline         on    o              o         o
  group.list              +     +              +         +
  group.show              +     +              o         o
  grant.list              +     +              o         .
  grant.give              on    o              o         o
  grant.confirm           on    o              o         o
  grant.regenerate        on    o              o         o
  grant.suspend           +     +              o         o
  grant.resume            .     +              .         .
  grant.end               +     +              o         o
  grant.review            +     +              o         o
  claim.redeem            .     .              o         .
  proposal.list           +     +              .         .
  proposal.create         +     .              .         .
  proposal.approve        .     x              .         .
  proposal.decline        .     +              .         .
  proposal.withdraw       o     .              .         .
  check.list              +     +              .         .
  review.list             +     +              .         .
  review.end              +     +              .         .
  review.done             +     +              .         .
  access-check.run        +     +              .         .
  ledger.list             +     +              .         .
  ledger.verify           +     +              .         .
  connection.list         o     o              o         o
  connection.connect      o     o              o         o
  connection.allow        o     o              o         o
  connection.disconnect   o     o              o         o
  connection.end          +     +              .         .
  data.read               .     .              .         .
`;

const rows = new Map(
  matrix
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ +/))
    .map(([verb = '', ...cells]) => [verb, cells]),
);

const person = (...roles: readonly AppRole[]): Actor => ({
  id: '99999999-2222-4333-8444-555555555555',
  name: 'A person',
  roles,
});

const letters = { own: 'o', other: 'x', none: 'n' } as const;

describe('who may do what', () => {
  const all = Object.keys(verbs) as readonly Verb[];

  it('is the written matrix for every verb, role and relation', () => {
    expect([...rows.keys()]).toEqual(all);
    let decisions = 0;
    for (const verb of all)
      for (const [column, role] of [...appRoles, undefined].entries())
        for (const relation of relations) {
          const cell = rows.get(verb)?.[column] ?? '';
          const actor = role === undefined ? person() : person(role);
          const expected = cell === '+' || cell.includes(letters[relation]);
          expect([verb, role, relation, mayDo(actor, verb, relation)]).toEqual([verb, role, relation, expected]);
          decisions += 1;
        }
    expect(decisions).toBe(all.length * 4 * 3);
  });

  it('adds up the roles of a person and nothing else', () => {
    for (const verb of all)
      for (const relation of relations) {
        const single = appRoles.some((role) => mayDo(person(role), verb, relation));
        expect([verb, mayDo(person(...appRoles), verb, relation)]).toEqual([verb, single]);
      }
  });

  it('lets nobody read data, approve the own proposal, or make a secret of another’s client', () => {
    const everything = person(...appRoles);
    for (const relation of relations) expect(mayDo(everything, 'data.read', relation)).toBe(false);
    expect(mayDo(everything, 'proposal.approve', 'own')).toBe(false);
    for (const verb of ['client.rotate', 'client.change', 'claim.redeem'] as const)
      expect(mayDo(everything, verb, 'other')).toBe(false);
  });

  it('asks for a fresh sign-in before what can’t be undone or shows a secret', () => {
    expect(all.filter(needsFreshSignIn)).toEqual([
      'connector.delete',
      'client.rotate',
      'client.delete',
      'grant.regenerate',
      'proposal.approve',
    ]);
  });

  it('knows its verbs', () => {
    expect(['grant.give', 'grant.take', 'toString'].map(isVerb)).toEqual([true, false, false]);
    expect([objectOf('grant.give'), objectOf('client.create')]).toEqual(['group', 'none']);
  });
});

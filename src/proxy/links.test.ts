import fc from 'fast-check';
import { ephemeralKeyring } from '../adapters/memory/index.ts';
import type { Plan } from '../plan/index.ts';
import { linkPath } from './sealed-link.ts';
import { planOf, selectOf, tokenOf, top } from './testing/plans.ts';
import { errorOf, pageOf, textOf, worldOf } from './testing/world.ts';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const other = '7d4a1d3e-1111-4000-8000-0123456789ab';
const graph = 'https://graph.example';

const plan = planOf([
  { template: '/v1.0/users', shape: 'collection', query: [top], headers: ['consistencylevel'] },
  { template: '/v1.0/users/delta', shape: 'delta' },
  {
    template: '/v1.0/users/{userId}/events',
    parameters: { userId: tokenOf('user-id') },
    shape: 'collection',
    prefer: { allowed: ['outlook.timezone'], always: ['IdType="ImmutableId"'] },
  },
  { template: '/v1.0/groups/{id}/members', parameters: { id: { kind: 'group-id' } }, shape: 'collection' },
  { template: '/v1.0/calls(from={from})', parameters: { from: { type: 'date' } }, shape: 'collection' },
  { template: '/v1.0/nothing' },
]);

const nextOf = (reply: Parameters<typeof pageOf>[0]): string => {
  const page = pageOf(reply);
  return page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? 'no link';
};

const targetOf = (link: string): string => link.replace('https://proxy.example', '');

/** Asks for a page that carries this link; gives the proxied one. */
const linked = async (
  upstream: string,
  asked = '/v1.0/users',
  set = worldOf(plan),
  headers: Record<string, string> = {},
) => {
  set.world.answers.push({ body: { value: [], '@odata.nextLink': upstream } });
  const reply = await set.call(asked, { headers });
  return { ...set, reply, link: nextOf(reply), target: targetOf(nextOf(reply)) };
};

describe('a paging link', () => {
  it('becomes one of the proxy, with nothing of the upstream link in clear', async () => {
    const { link, reply } = await linked(
      `${graph}/v1.0/users('${guid}')/events?$skiptoken=RFNwdAalice@contoso.example`,
    );
    expect(link).toMatch(
      /^https:\/\/proxy\.example\/v1\.0\/users\/p~[A-Za-z0-9_-]+\/events\?\$skiptoken=[A-Za-z0-9_-]+$/,
    );
    expect(textOf(reply)).not.toMatch(/alice|contoso|RFNwdA|0f8fad5b|graph\.example/);
  });

  it('is followed as Graph spelled it, with the headers of the first call', async () => {
    const set = worldOf(plan);
    const token = set.world.keyring.pseudonyms.tokenize(guid, 'user-id');
    const spelled = `/v1.0/users('${guid}')/events?$top=10&$skip=10`;
    const { target, world, call } = await linked(`${graph}${spelled}`, `/v1.0/users/${token}/events`, set, {
      prefer: 'outlook.timezone="Pacific Standard Time"',
    });
    world.answers.push({ body: { value: [{ id: guid }] } });

    const reply = await call(target, { headers: { prefer: 'outlook.timezone="UTC"', consistencylevel: 'x' } });

    expect(reply.status).toBe(200);
    expect(world.requests[1]).toMatchObject({
      url: `${graph}${spelled}`,
      headers: { prefer: 'IdType="ImmutableId", outlook.timezone="Pacific Standard Time"' },
    });
    expect(world.requests[1]?.headers).not.toHaveProperty('consistencylevel');
    expect(world.records[1]).toMatchObject({ endpoint: '/v1.0/users/{userId}/events', status: 200 });
  });

  it('resends headers that Graph wants on each page', async () => {
    const { target, world, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`, '/v1.0/users', worldOf(plan), {
      consistencylevel: 'eventual',
    });
    world.answers.push({ body: { value: [] } });
    await call(target);
    expect(world.requests[1]?.headers).toMatchObject({ consistencylevel: 'eventual' });
  });

  it('takes the reserved parameter in any spelling', async () => {
    const { target, world, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    for (const name of ['%24skiptoken', 'skiptoken', '$SkipToken']) {
      world.answers.push({ body: { value: [] } });
      expect((await call(target.replace('$skiptoken', name))).status).toBe(200);
    }
  });

  it('keeps plain ids in its path if the rules accept no tokens there', async () => {
    const { link } = await linked(`${graph}/v1.0/groups/${guid}/members?$skiptoken=a`, `/v1.0/groups/${guid}/members`);
    expect(link).toContain(`/v1.0/groups/${guid}/members?`);
  });

  it('is followed whichever way Graph writes a function', async () => {
    const { target, world, call } = await linked(
      `${graph}/v1.0/microsoft.graph.x.calls( from=2026-01-01 )?$skip=9`,
      '/v1.0/calls(from=2026-01-01)',
    );
    world.answers.push({ body: { value: [] } });
    expect(target).toContain('/v1.0/calls(from=2026-01-01)?');
    expect((await call(target)).status).toBe(200);
  });

  it('uses the address of the platform, not one in a header', async () => {
    const { link } = await linked(`${graph}/v1.0/users?$skiptoken=a`, '/v1.0/users', worldOf(plan), {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    });
    expect(link).toMatch(/^https:\/\/proxy\.example\/v1\.0\/users\?/);
  });

  it.each([
    ['another host', 'https://evil.example/v1.0/users?$skiptoken=a'],
    ['a place without an endpoint', `${graph}/v1.0/me/events?$skip=10`],
    ['an endpoint that does not page', `${graph}/v1.0/nothing`],
    ['what is no URL', 'alice'],
  ])('is 502, never a missing link, when it leads to %s', async (_, upstream) => {
    const { reply } = await linked(upstream);
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'Graphveil.LinkUnmapped']);
    expect(textOf(reply)).not.toContain(upstream);
  });
});

describe('a link that no call could carry', () => {
  const lengthOfLink = async (tokenLength: number) => {
    const { reply, link } = await linked(`${graph}/v1.0/users?$skiptoken=${'x'.repeat(tokenLength)}`);
    return { status: reply.status, code: reply.status === 200 ? undefined : errorOf(reply).code, length: link.length };
  };

  it.each([20_000, 60_001])('is 502 when Graph’s token has %d characters', async (length) => {
    expect(await lengthOfLink(length)).toMatchObject({ status: 502, code: 'Graphveil.LinkTooLong' });
  });

  it('is 502 when Graph’s link has a letter that no request line can carry after its own encoding', async () => {
    const { reply } = await linked(`${graph}/v1.0/users?$skiptoken=x`, '/v1.0/users', worldOf(plan), {
      consistencylevel: 'eventual',
    });
    expect(reply.status).toBe(200);
  });

  it('is written up to the length of target that the proxy reads', async () => {
    expect((await lengthOfLink(8_000)).status).toBe(200);
  });
});

describe('beside a paging link', () => {
  const mail = planOf([
    {
      template: '/v1.0/users/{userId}/messages',
      parameters: { userId: tokenOf('user-id') },
      query: [
        top,
        selectOf('id', 'mail'),
        { name: 'owner', required: false, type: 'value', value: tokenOf('user-id') },
      ],
      shape: 'collection',
      prefer: { allowed: ['odata.maxpagesize', 'return=minimal'], always: ['IdType="ImmutableId"'] },
    },
  ]);
  const people = planOf([{ template: '/v1.0/users', query: [top], shape: 'collection', leastPage: 100 }]);

  const followed = async (
    plans: Plan,
    path: string,
    upstream: string,
    more: string,
    headers: readonly [Record<string, string>, Record<string, string>] = [{}, {}],
  ) => {
    const set = worldOf(plans);
    const token = set.world.keyring.pseudonyms.tokenize(guid, 'user-id');
    const { target, world, call } = await linked(upstream, path.replace('{userId}', token), set, headers[0]);
    world.answers.push({ body: { value: [] } });
    const reply = await call(target + more, { headers: headers[1] });
    return { reply, url: world.requests[1]?.url, prefer: world.requests[1]?.headers['prefer'] };
  };
  const messages = '/v1.0/users/{userId}/messages';
  const page = `${graph}/v1.0/users/${guid}/messages?$top=50&$select=id%2Cmail&$skip=50`;

  it.each([
    ['a smaller page is taken', '&$top=10', page.replace('50&', '10&')],
    ['an equal page is taken', '&%24top=50', page],
    ['equal properties are taken', '&$select=mail,id', page],
    ['properties that the rules drop are left out as in the first call', '&$select=id,mail,displayName', page],
  ])('%s', async (_what, more, asked) => {
    const { reply, url } = await followed(mail, messages, page, more);
    expect([reply.status, url]).toEqual([200, asked]);
  });

  it.each(['equal', 'of another keyring'])('a token is opened before it is compared: %s', async (which) => {
    const set = worldOf(mail);
    const { tokenize } = set.world.keyring.pseudonyms;
    const path = messages.replace('{userId}', tokenize(guid, 'user-id'));
    const { target, world, call } = await linked(`${page}&owner=${guid}`, path, set);
    world.answers.push({ body: { value: [] } });
    const equal = which === 'equal';
    const owner = (equal ? set.world.keyring : ephemeralKeyring()).pseudonyms.tokenize(guid, 'user-id');
    const reply = await call(`${target}&owner=${owner}`);
    expect([reply.status, world.requests.length]).toEqual(equal ? [200, 2] : [400, 1]);
  });

  it('a page is never smaller than the least of the endpoint', async () => {
    const { reply, url } = await followed(
      people,
      '/v1.0/users',
      `${graph}/v1.0/users?$top=500&$skiptoken=a`,
      '&$top=5',
    );
    expect([reply.status, url, reply.headers['graphveil-page-size']]).toEqual([
      200,
      `${graph}/v1.0/users?$top=100&$skiptoken=a`,
      '100',
    ]);
  });

  const ids = 'IdType="ImmutableId"';

  it.each([
    ['is added', '', 'return=minimal', `${ids}, return=minimal`],
    ['is kept', 'return=minimal', '', `${ids}, return=minimal`],
    ['of a page size becomes smaller', 'odata.maxpagesize=50', 'odata.maxpagesize=7', `${ids}, odata.maxpagesize=7`],
    ['of a page size never grows', 'odata.maxpagesize=50', 'odata.maxpagesize=70', `${ids}, odata.maxpagesize=50`],
    ['of a page size is added', '', 'odata.maxpagesize=7', `${ids}, odata.maxpagesize=7`],
    ['of a page size is at most what $top may be', '', 'odata.maxpagesize=5000', `${ids}, odata.maxpagesize=999`],
    ['with another value than the rules name is dropped', '', 'return=representation', ids],
    ['that the rules do not name is dropped', '', 'outlook.timezone="UTC"', ids],
    ['of a page size that is no number is dropped', '', 'odata.maxpagesize=alice', ids],
  ])('a preference %s: %s, then %s', async (_what, first, then, sent) => {
    const { reply, prefer } = await followed(mail, messages, page, '', [{ prefer: first }, { prefer: then }]);
    expect([reply.status, prefer]).toEqual([200, sent]);
  });
});

describe('a delta link', () => {
  const delta = async (set = worldOf(plan)) => {
    set.world.answers.push({
      body: { value: [], '@odata.deltaLink': `${graph}/v1.0/users/microsoft.graph.delta()?$deltatoken=a` },
    });
    const link = nextOf(await set.call('/v1.0/users/delta'));
    return { ...set, link, target: targetOf(link) };
  };

  it('is followed for 60 days, then expires with a resync', async () => {
    const { target, link, world, call } = await delta();
    expect(link).toMatch(/\/v1\.0\/users\/delta\?\$deltatoken=/);
    world.now += 60 * 86_400_000 - 1;
    world.answers.push({ body: { value: [] } });
    expect((await call(target)).status).toBe(200);
    expect(world.requests[1]?.url).toBe(`${graph}/v1.0/users/microsoft.graph.delta()?$deltatoken=a`);
    world.now += 1;
    const reply = await call(target);
    expect([reply.status, errorOf(reply).code, errorOf(reply).innerError['code']]).toEqual([
      410,
      'resyncRequired',
      'Graphveil.LinkExpired',
    ]);
  });

  it('expires with a resync when the request plan of its endpoint changes', async () => {
    const set = worldOf(plan);
    const { target } = await delta(set);
    const [first, second, ...rest] = plan.endpoints;
    if (first === undefined || second === undefined) throw new Error('the plan is short');
    const changed: Plan = { ...plan, endpoints: [first, { ...second, requestHash: 'other' }, ...rest] };
    const later = worldOf(changed, {}, set.world.keyring);
    expect(errorOf(await later.call(target)).code).toBe('resyncRequired');
  });

  it('survives a release that changes another endpoint', async () => {
    const set = worldOf(plan);
    const { target } = await delta(set);
    const changed: Plan = { ...plan, hash: 'new', endpoints: plan.endpoints.slice(1) };
    const later = worldOf(changed, {}, set.world.keyring);
    later.world.answers.push({ body: { value: [] } });
    expect((await later.call(target)).status).toBe(200);
  });
});

describe('a link that is not ours', () => {
  it('expires with a resync after 24 hours if it is a page', async () => {
    const { target, world, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    world.now += 86_400_000;
    expect((await call(target)).status).toBe(410);
  });

  it.each([
    ['nothing', ''],
    ['text', 'abc'],
    ['Graph’s own token', 'RFNwdAIAAQAAAA'],
    ['zeros', 'A'.repeat(200)],
  ])('refuses %s', async (_, sealed) => {
    const { world, call } = worldOf(plan);
    const reply = await call(`/v1.0/users?$skiptoken=${sealed}`);
    expect([reply.status, errorOf(reply).code]).toEqual([400, 'Graphveil.LinkInvalid']);
    expect(world.requests).toEqual([]);
  });

  it('refuses a name without a value', async () => {
    expect(errorOf(await worldOf(plan).call('/v1.0/users?$skiptoken')).code).toBe('Graphveil.LinkInvalid');
  });

  it('refuses any change of any character', async () => {
    const { target, world, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    const start = target.indexOf('=') + 1;
    const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: start, max: target.length - 1 }),
        fc.constantFrom(...characters),
        async (at, character) => {
          if (target[at] === character) return;
          const reply = await call(target.slice(0, at) + character + target.slice(at + 1));
          expect([reply.status, errorOf(reply).code]).toEqual([400, 'Graphveil.LinkInvalid']);
        },
      ),
      { numRuns: 500 },
    );
    expect(world.requests).toHaveLength(1);
  });

  it('refuses a link of another connector and of another keyring', async () => {
    const { target, world } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    for (const set of [worldOf(plan, { name: 'mail' }, world.keyring), worldOf(plan, {}, ephemeralKeyring())])
      expect(errorOf(await set.call(target)).code).toBe('Graphveil.LinkInvalid');
  });

  it('refuses a page as a delta', async () => {
    const { target, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    expect(errorOf(await call(target.replace('$skiptoken', '$deltatoken'))).code).toBe('Graphveil.LinkInvalid');
  });

  it('refuses parameters beside it that it does not hold, also itself twice', async () => {
    const { target, world, call } = await linked(`${graph}/v1.0/users?$top=50&$skiptoken=a`);
    for (const more of [
      '&$top=51',
      '&$top=0',
      '&$top=alice',
      '&$top=5&$top=5',
      '&$expand=manager',
      '&$select=id',
      target.slice(target.indexOf('?')).replace('?', '&'),
    ])
      expect([more, errorOf(await call(target + more)).code]).toEqual([more, 'Graphveil.LinkInvalid']);
    expect(world.requests).toHaveLength(1);
  });

  it('refuses another path than the one it was given with', async () => {
    const set = worldOf(plan);
    const { tokenize } = set.world.keyring.pseudonyms;
    const { target, call } = await linked(`${graph}/v1.0/users('${guid}')/events?$skip=1`, '/v1.0/users', set);
    const search = target.slice(target.indexOf('?'));
    for (const path of [
      '/v1.0/users',
      `/v1.0/users/${tokenize(other, 'user-id')}/events`,
      `/v1.0/users/${guid}/events`,
      linkPath,
      '/healthz',
    ])
      expect(errorOf(await call(path + search)).message).toContain('the path is not the one');
  });

  it('is not a link for another method', async () => {
    const { target, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    expect(errorOf(await call(target, { method: 'DELETE' })).code).toBe('Graphveil.EndpointNotAllowed');
  });
});

describe('a keyring that changed', () => {
  it('is fetched once more for a link of an unknown epoch, which is then invalid or followed', async () => {
    const { target, world, call } = await linked(`${graph}/v1.0/users?$skiptoken=a`);
    const { keyring } = world;
    world.keyring = { ...keyring, links: { ...keyring.links, open: () => ({ ok: false, reason: 'unknown-epoch' }) } };
    world.answers.push({ body: { value: [] } });
    expect((await call(target)).status).toBe(200);
    world.refetched = world.keyring;
    expect(errorOf(await call(target)).code).toBe('Graphveil.LinkInvalid');
    expect(world.refetches).toBe(2);
  });
});

import type { PageCollection } from '@microsoft/microsoft-graph-client';
import type { Page } from 'playwright-core';
import { createClient, giveGrant, listGrants, regenerateRefresh } from '../../../access/index.ts';
import { httpsClient } from '../../../adapters/node/index.ts';
import type { Person as InOrganization } from '../../../twin/index.ts';
import { graphClient } from '../../../twin/testing/index.ts';
import type { RunningConsole } from '../start-console.ts';
import type { Person } from './keyboard.ts';

/** Where a journey plays. */
export type Stage = {
  readonly running: RunningConsole;
  /** A browser of its own for a person, who isn’t signed in. */
  readonly newPerson: () => Promise<Person>;
  /** Keeps what a page looks like. */
  readonly picture: (name: string, page: Page) => Promise<void>;
};

/** Shows that a page says something. */
const says = async (person: Person, ...texts: readonly string[]): Promise<void> => {
  const shown = await person.text();
  for (const text of texts)
    if (!shown.includes(text)) throw new Error(`${person.page.url()} doesn’t say "${text}":\n${shown}`);
};

/** Signs in at the twin, as somebody of the organization. */
export const signIn = async ({ running, newPerson }: Stage, who: InOrganization): Promise<Person> => {
  const person = await newPerson();
  await person.page.goto(running.url);
  await person.press('Sign in with Microsoft');
  await says(person, 'twin of Microsoft Entra ID');
  await person.press(who.displayName);
  await says(person, who.displayName, 'Sign out');
  return person;
};

/** A secret as Entra makes them. */
export const entraSecret = 'abc8Q~abcdefghijklmnopqrstuvwxyz012345';

type Tool = { readonly id: string; readonly secret: string };

/** Obtains an access token as a tool does. */
const accessToken = async ({ world }: RunningConsole, { id, secret }: Tool, refreshToken?: string): Promise<string> => {
  const form = {
    client_id: id,
    client_secret: secret,
    scope: 'https://graph.microsoft.com/.default',
    ...(refreshToken === undefined
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: refreshToken }),
  };
  const reply = await httpsClient({ ca: world.twin.caCertificate }).send({
    method: 'POST',
    url: `${world.https.url}/adfs/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new TextEncoder().encode(new URLSearchParams(form).toString()),
    timeoutMs: 10_000,
  });
  const { access_token: token } = JSON.parse(Buffer.from(reply.body).toString()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`expected an access token, got ${reply.status}`);
  return token;
};

/** Gives a new tool a connector for everybody, with a refresh token. `call` returns the status of a call of the tool. */
const grantTo = async (running: RunningConsole, connector: string, name: string) => {
  const { access, world, permissions } = running;
  const own = permissions.filter((permission) => permission.connector === connector);
  const by = 'an operator';
  const made = await createClient(access, {
    name,
    permissions: own.map((permission) => permission.name),
    by,
    federated: [],
    keys: [],
    withSecret: true,
  });
  if (!made.ok || made.secret === undefined) throw new Error('expected a client');
  const { id } = made.client;
  const given = await giveGrant(access, {
    client: id,
    kind: 'tenant',
    permissions: own.map(({ name: permission, endpoints }) => ({ name: permission, endpoints })),
    days: 30,
    by,
    reason: 'A pilot of everybody',
  });
  if (!given.ok) throw new Error(given.why);
  await regenerateRefresh(access, { client: id, grant: given.grant.id, by });
  const token = await accessToken(running, { id, secret: made.secret });
  const path = own.flatMap(({ endpoints }) => endpoints).find((endpoint) => !endpoint.includes('{')) ?? '';
  return {
    call: async (): Promise<number> => {
      const { status } = await httpsClient({ ca: world.twin.caCertificate }).send({
        method: 'GET',
        url: `${world.https.url}/${connector}${path}`,
        headers: { authorization: `Bearer ${token}` },
        timeoutMs: 20_000,
      });
      return status;
    },
  };
};

/** What the journey of a deletion saw, for its test. */
export type Deleted = {
  /** The page with the plan of the removal. */
  readonly shown: string;
  /** Status of a call of each tool. */
  readonly before: readonly number[];
  readonly afterwards: readonly number[];
  readonly grantsLeft: number;
};

/** An administrator configures a connector, refers the rest to those who decide, changes it, and deletes it. */
export const administratorJourney = async (stage: Stage, name: string): Promise<Deleted> => {
  const { running, picture } = stage;
  const { world, personas } = running;
  const title = (await running.registry.connector(name))?.title ?? '';
  const status = async (): Promise<string | undefined> => (await running.registry.connector(name))?.status.state;
  const admin = await signIn(stage, personas.administrator);
  await says(admin, title, 'Not configured', 'Coming soon');
  await picture('connectors', admin.page);

  await admin.press(title);
  await admin.press('Configure');
  await admin.type('Tenant ID', world.twin.tenantId);
  await admin.type('Application (client) ID', entraSecret);
  await admin.press('Configure');
  await says(admin, 'takes no client secret');
  if ((await admin.page.content()).includes(entraSecret)) throw new Error('the secret is shown again');
  await picture('secret-refused', admin.page);
  await admin.type('Application (client) ID', world.clientIdOf(name));
  await admin.press('Configure');
  if ((await status()) !== 'configured') throw new Error(`the connector is ${await status()}`);

  await admin.press('Check now');
  await admin.page.goto(`${running.url}/connectors/${name}`);
  if ((await status()) !== 'consent-pending') throw new Error(`the connector is ${await status()}`);
  await picture('consent-pending', admin.page);
  world.consent(name);
  await admin.press('Check now');
  await admin.page.goto(`${running.url}/connectors/${name}`);
  if ((await status()) !== 'ready') throw new Error(`the connector is ${await status()}`);
  await says(admin, 'ready');
  await picture('ready', admin.page);

  await admin.press('Change');
  await admin.choose('Own accounts');
  await admin.type('Timeout in seconds', '90');
  await admin.press('Show the plan');
  await says(admin, 'with Apply', 'with a deployment', 'timeout: 90');
  await picture('plan', admin.page);
  await admin.press('Apply');
  await says(admin, 'tenant, group, self');

  const tools = await Promise.all(['first-tool', 'second-tool'].map((tool) => grantTo(running, name, tool)));
  const calls = () => Promise.all(tools.map(({ call }) => call()));
  const before = await calls();
  await admin.press('Delete');
  const shown = await admin.text();
  await picture('delete', admin.page);
  await admin.type(`Type ${name} to confirm`, name);
  await admin.press('Delete');
  await says(admin, 'It refuses every call now.');
  return { shown, before, afterwards: await calls(), grantsLeft: (await listGrants(running.access)).length };
};

type Users = PageCollection & { readonly value: readonly { readonly id: string }[] };

/** What a call of the official Graph client was refused with. */
const refusalOf = async (call: Promise<unknown>): Promise<number> => {
  try {
    await call;
    return 200;
  } catch (error) {
    return (error as { readonly statusCode?: number }).statusCode ?? 0;
  }
};

/** What the journey of a grant saw, for its test. */
export type Seen = {
  /** Ids that the tool read, and those of the group’s people and of somebody else. */
  readonly read: readonly string[];
  readonly inGroup: readonly string[];
  /** Status of a call about somebody else, and of the call after the owner was removed. */
  readonly outside: number;
  readonly afterwards: number;
};

const clientName = 'meeting-load';

/**
 * A developer registers a client and asks for a group; its owner gives access; the developer claims it, and the tool reads
 * the group’s people. Then the owner is removed from the group.
 */
export const accessJourney = async (stage: Stage, connector: string): Promise<Seen> => {
  const { running, picture } = stage;
  const { world, personas, url } = running;
  const { twin, pseudonyms, https } = world;
  const { groups, people } = twin.organization;
  const group = groups.find(
    ({ owners, members, nested }) =>
      owners.includes(personas.owner.index) && members.length >= 5 && nested.length === 0 && members.length < 100,
  );
  if (group === undefined) throw new Error('expected a group of the owner');

  const developer = await signIn(stage, personas.developer);
  await developer.press('Clients');
  await developer.press('Register a client');
  await developer.type('Name', clientName);
  await developer.type('Contact', 'Insights team');
  await developer.unfold(connector);
  await developer.choose('User.Read.All');
  await developer.choose('Secret');
  await picture('register-client', developer.page);
  await developer.press('Register');
  const tool: Tool = { id: await developer.valueOf('Client ID'), secret: await developer.valueOf('Client secret') };
  await picture('shown-once', developer.page);

  await developer.page.goto(`${url}/clients/${tool.id}/requests`);
  await developer.press('Ask for a group');
  await developer.type('Object ID of the group', group.id);
  await developer.unfold(connector);
  await developer.choose('User.Read.All');
  await developer.type('Reason', 'Meeting load of the team, agreed on in spring');
  await developer.press('Ask');
  await says(developer, 'waits');

  const owner = await signIn(stage, personas.owner);
  await owner.press('My groups');
  await says(owner, group.displayName, '1 request');
  await picture('my-groups', owner.page);
  await owner.press(group.displayName);
  await owner.press(`Look at ${clientName}`);
  await says(owner, clientName, 'Insights team', 'Meeting load of the team', `the ${group.members.length} people`);
  await picture('give-access', owner.page);
  await owner.press('Give access');
  await says(owner, 'Access is given');
  const code = await owner.valueOf('Claim code');
  await picture('claim-code', owner.page);

  await developer.page.goto(`${url}/clients/${tool.id}/requests`);
  await developer.press('Claim');
  await developer.type('Claim code', code);
  await developer.type('A secret of the client', tool.secret);
  await developer.press('Claim');
  await says(developer, 'The grant is claimed');
  const refreshToken = await developer.valueOf('Refresh token');
  await picture('claimed', developer.page);

  const token = await accessToken(running, tool, refreshToken);
  const graph = graphClient({ url: `${https.url}/${connector}`, ca: twin.caCertificate, token });
  const read: string[] = [];
  for (let next: string | undefined = '/users?$select=id'; next !== undefined; ) {
    const page = (await graph.api(next).get()) as Users;
    read.push(...page.value.map(({ id }) => id));
    next = page['@odata.nextLink'];
  }
  const tokenOf = (index: number): string =>
    pseudonyms.pseudonymize(people[index]?.id ?? '', 'user-id', { reversible: true, domain: 'keep' }).token;
  const somebodyElse = people.findIndex(({ index }) => !group.members.includes(index));
  const outside = await refusalOf(graph.api(`/users/${tokenOf(somebodyElse)}`).get());

  twin.controls.removeOwner(group.id, personas.owner.id);
  const officer = await signIn(stage, personas.privacyOfficer);
  const { csrf } = (await (await officer.page.request.get(`${url}/api/session`)).json()) as { readonly csrf: string };
  await officer.page.request.post(`${url}/api/access-check`, { headers: { 'x-graphveil-csrf': csrf }, data: {} });
  const afterwards = await refusalOf(graph.api('/users?$select=id').get());
  await officer.press('Review');
  await picture('review', officer.page);
  return { read, inGroup: group.members.map(tokenOf), outside, afterwards };
};

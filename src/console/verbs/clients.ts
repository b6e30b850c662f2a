import { z } from 'zod';
import {
  type ClientRefusal,
  changeClient,
  choosePermissions,
  createClient,
  deleteClient,
  endSecret,
  findClient,
  isPublicIssuer,
  listClients,
  type Relation,
  readLedger,
  readyBlocks,
  rotateSecret,
} from '../../access/index.ts';
import { done, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { clientView, shownOnce, versionedView } from './client-view.ts';
import { defineVerb, type VerbContext } from './verb.ts';

const name = z
  .string()
  .regex(
    /^[a-z](?:[a-z0-9]|-(?!-|$)){1,49}$/,
    'Use 2 to 50 lower-case letters, digits and single hyphens, a letter first.',
  );
const contact = z.string().trim().max(200, 'Use at most 200 characters.');
const permissions = z.array(z.string().max(200)).min(1, 'Choose at least one permission.').max(200);
const issuer = z
  .string()
  .trim()
  .max(500)
  .refine(isPublicIssuer, 'Enter an https URL with a public host name, exactly as the iss claim of the tokens has it.');
const subject = z.string().trim().min(1, 'Enter the sub claim of the tokens.').max(500, 'Use at most 500 characters.');
const defaultAudience = 'api://graphveil';
const audience = z.string().trim().min(1, 'Enter the aud claim of the tokens.').max(500).default(defaultAudience);

const id = z.string().max(60);
const one = z.strictObject({ id });

/** Registering a client makes it one's own. An unknown client is somebody else's, so that nobody learns which exist. */
const relation = async ({ ports, actor }: VerbContext, given: { readonly id: string }): Promise<Relation> =>
  (await findClient(ports.access, given.id))?.body.createdBy === actor.id ? 'own' : 'other';

/** The latest decisions about a client, newest first. */
const recentChanges = async ({ ports }: VerbContext, client: string) =>
  (await readLedger(ports.access.records))
    .filter((entry) => entry.client === client)
    .slice(-3)
    .reverse()
    .map(({ by, at, verb, details }) => {
      const fields = details['fields'];
      return { by, at, fields: Array.isArray(fields) ? fields.map(String) : [verb] };
    });

const refused = async (context: VerbContext, client: string, refusal: ClientRefusal): Promise<Refusal> => {
  switch (refusal.why) {
    case 'name-taken':
      return refuse('Console.ClientExists', { fields: { name: 'Another client has this name.' } });
    case 'unknown':
      return refuse('Console.ClientUnknown');
    case 'unknown-secret':
      return refuse('Console.SecretUnknown');
    case 'two-secrets':
      return refuse('Console.TwoSecrets');
    case 'permission-in-use':
      return refuse('Console.PermissionInUse', {
        fields: { permissions: `Grants of this client hold ${refusal.permissions.join(', ')}.` },
      });
    case 'changed-meanwhile':
      return refuse('Console.ChangedMeanwhile', { changes: await recentChanges(context, client) });
  }
};

/** Returns the names of chosen permissions; a connector's name means all of its own. */
const chosen = async ({ ports }: VerbContext, names: readonly string[]): Promise<Outcome<readonly string[]>> => {
  const found = choosePermissions(await ports.permissions(), names);
  return found.ok
    ? done(found.permissions.map((permission) => permission.name))
    : refuse('Console.InputInvalid', { fields: { permissions: 'Choose permissions of the list.' } });
};

const onceOf = async (context: VerbContext, client: string, secret: string | undefined) => {
  const view = await versionedView(context, client);
  if (view === undefined) return refuse('Console.ClientUnknown');
  const [first = ''] = view.permissions;
  const blocks = readyBlocks({
    id: view.id,
    secret,
    baseUrl: context.ports.place.tokenUrl,
    connector: first.slice(0, first.indexOf(':')),
  });
  return done({ client: view, ...(secret !== undefined && { secret }), blocks: [...blocks] });
};

export const clientList = defineVerb({
  verb: 'client.list',
  api: { method: 'get', path: '/api/clients' },
  summary: 'Lists registered clients: all of them, or a developer’s own.',
  input: z.strictObject({}),
  output: z.object({ clients: z.array(clientView) }),
  run: async (context) => {
    const { actor, ports } = context;
    const all = await listClients(ports.access);
    const seesAll = actor.roles.some((role) => role === 'Admin' || role === 'PrivacyOfficer');
    const seen = all.filter(({ createdBy }) => seesAll || createdBy === actor.id);
    const views = await Promise.all(seen.map(({ id: client }) => versionedView(context, client)));
    return done({ clients: views.filter((view) => view !== undefined) });
  },
});

export const clientShow = defineVerb({
  verb: 'client.show',
  api: { method: 'get', path: '/api/clients/{id}' },
  summary: 'Shows a client with its credentials.',
  input: one,
  output: clientView,
  relation,
  run: async (context, given) => {
    const view = await versionedView(context, given.id);
    return view === undefined ? refuse('Console.ClientUnknown') : done(view);
  },
});

const newClient = z
  .strictObject({
    name,
    permissions,
    contact: contact.optional(),
    signIn: z.enum(['federated', 'secret'], 'Choose how it signs in.').default('federated'),
    issuer: z.string().optional(),
    subject: z.string().optional(),
    audience: z.string().optional(),
  })
  .superRefine((given, context) => {
    if (given.signIn !== 'federated') return;
    const read = z.object({ issuer, subject, audience }).safeParse({
      issuer: given.issuer ?? '',
      subject: given.subject ?? '',
      audience: given.audience || undefined,
    });
    for (const { path, message } of read.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [...path], message });
  });

export const clientCreate = defineVerb({
  verb: 'client.create',
  api: { method: 'post', path: '/api/clients' },
  summary: 'Registers a client. A secret is in this reply and never again.',
  input: newClient,
  output: shownOnce,
  run: async (context, given) => {
    const names = await chosen(context, given.permissions);
    if (!names.ok) return names;
    const isFederated = given.signIn === 'federated';
    const made = await createClient(context.ports.access, {
      name: given.name,
      permissions: names.value,
      by: context.actor.id,
      ...(given.contact && { contact: given.contact }),
      federated: isFederated
        ? [
            {
              issuer: (given.issuer ?? '').trim(),
              subject: (given.subject ?? '').trim(),
              audience: given.audience?.trim() || defaultAudience,
            },
          ]
        : [],
      keys: [],
      withSecret: !isFederated,
    });
    return made.ok ? onceOf(context, made.client.id, made.secret) : refused(context, '', made);
  },
});

export const clientChange = defineVerb({
  verb: 'client.change',
  api: { method: 'patch', path: '/api/clients/{id}' },
  summary: 'Changes the contact, the permissions or the federated credentials of a client.',
  input: z.strictObject({
    id,
    version: z.coerce.number().int().min(1).describe('The version that the change was made for.'),
    contact: contact.optional(),
    permissions: permissions.optional(),
    federated: z.array(z.strictObject({ issuer, subject, audience })).max(20).optional(),
  }),
  output: clientView,
  relation,
  run: async (context, given) => {
    const names = given.permissions && (await chosen(context, given.permissions));
    if (names?.ok === false) return names;
    const changed = await changeClient(context.ports.access, {
      client: given.id,
      by: context.actor.id,
      expectedVersion: given.version,
      change: { contact: given.contact, federated: given.federated, permissions: names?.value },
    });
    if (!changed.ok) return refused(context, given.id, changed);
    const view = await versionedView(context, given.id);
    return view === undefined ? refuse('Console.ClientUnknown') : done(view);
  },
});

export const clientRotate = defineVerb({
  verb: 'client.rotate',
  api: { method: 'post', path: '/api/clients/{id}/secrets' },
  summary: 'Adds a secret, which is in this reply and never again. The former one ends at a stated hour.',
  input: z.strictObject({
    id,
    overlapHours: z.coerce
      .number('Enter hours from 0 to 168.')
      .int('Enter hours from 0 to 168.')
      .min(0, 'Enter hours from 0 to 168.')
      .max(168, 'Enter hours from 0 to 168.')
      .default(24),
  }),
  output: shownOnce,
  relation,
  run: async (context, given) => {
    const rotated = await rotateSecret(context.ports.access, {
      client: given.id,
      by: context.actor.id,
      overlapHours: given.overlapHours,
    });
    return rotated.ok ? onceOf(context, given.id, rotated.secret) : refused(context, given.id, rotated);
  },
});

export const clientEndSecret = defineVerb({
  verb: 'client.end-secret',
  api: { method: 'delete', path: '/api/clients/{id}/secrets/{secretId}' },
  summary: 'Ends one secret of a client, at once.',
  input: z.strictObject({ id, secretId: z.string().max(60) }),
  output: clientView,
  relation,
  run: async (context, given) => {
    const ended = await endSecret(context.ports.access, {
      client: given.id,
      secret: given.secretId,
      by: context.actor.id,
    });
    if (!ended.ok) return refused(context, given.id, ended);
    const view = await versionedView(context, given.id);
    return view === undefined ? refuse('Console.ClientUnknown') : done(view);
  },
});

export const clientDelete = defineVerb({
  verb: 'client.delete',
  api: { method: 'delete', path: '/api/clients/{id}' },
  summary: 'Ends a client with every secret, token and grant, at once.',
  input: one,
  output: z.object({ deleted: z.string(), name: z.string() }),
  relation,
  run: async (context, given) => {
    const deleted = await deleteClient(context.ports.access, { client: given.id, by: context.actor.id });
    return deleted.ok
      ? done({ deleted: deleted.client.id, name: deleted.client.name })
      : refused(context, given.id, deleted);
  },
});

import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Actor, mayDo, objectOf, type Relation, relations, type Verb } from '../access/index.ts';
import { pages } from './pages/index.ts';
import { everybody, fill, formOf, inputOf, inputs, related, requestOf, type Stored } from './testing/acts.ts';
import { type Browser, type ConsoleWorld, makeConsoleWorld } from './testing/console-world.ts';
import { verbList } from './verbs/index.ts';
import type { ApiRoute } from './verbs/verb.ts';

let world: ConsoleWorld;
let stored: Stored;
let description: Description;
const browsers = new Map<string, Browser>();

const begin = async (): Promise<void> => {
  world.forget();
  stored = await fill(world);
  for (const actor of everybody) {
    const browser = world.browser();
    await browser.signIn(actor);
    browsers.set(actor.id, browser);
  }
};

beforeAll(async () => {
  world = makeConsoleWorld();
  description = (await (await world.browser().get('/api/openapi.json')).json()) as Description;
  await begin();
});

/** Number of attempts to change the store. */
const changes = (): number => world.written.length + world.removed.length;

/** Relations that a person can have to the object of a verb. */
const relationsTo = (verb: Verb): readonly Relation[] => {
  const on = objectOf(verb);
  if (on === 'none' || on === 'connector') return ['none'];
  return on === 'group' ? relations : ['own', 'other'];
};

type Cell = { readonly actor: Actor; readonly relation: Relation };

const cellsOf = (verb: Verb): readonly Cell[] =>
  everybody.flatMap((actor) => relationsTo(verb).map((relation) => ({ actor, relation })));

const browserOf = ({ actor }: Cell): Browser => {
  const browser = browsers.get(actor.id);
  if (browser === undefined) throw new Error('expected a session of everybody');
  return browser;
};

const codeIn = (text: string): string => /\b(?:Console|Registry)\.\w+/.exec(text)?.[0] ?? 'none';

/** Sends what a cell of the matrix is about, and compares the reply and the store with the table of verbs. */
const decide = async (about: string, verb: Verb, cell: Cell, send: () => Promise<Response>): Promise<void> => {
  const before = changes();
  const reply = await send();
  const decision = [about, verb, cell.actor.roles, cell.relation];
  if (mayDo(cell.actor, verb, cell.relation)) {
    expect([decision, reply.status]).toEqual([decision, reply.status === 303 ? 303 : 200]);
    if (changes() !== before) await begin();
  } else
    expect([decision, reply.status, codeIn(await reply.text()), changes()]).toEqual([
      decision,
      403,
      'Console.NotAllowed',
      before,
    ]);
};

type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;
  readonly components: { readonly responses: { readonly refused: Body } };
};
type Responses = { readonly 200: Body };
type Body = { readonly content: { readonly 'application/json': { readonly schema: object } } };

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const ajv = new Ajv2020({ strict: false, formats: { 'date-time': dateTime } });

/** Validates a reply of the API with its own description. */
const matchesDescription = async (api: ApiRoute, reply: Response): Promise<void> => {
  const described =
    reply.status === 200
      ? description.paths[api.path]?.[api.method]?.responses[200]
      : description.components.responses.refused;
  const isValid = ajv.compile(described?.content['application/json'].schema ?? { not: {} });
  isValid(await reply.json());
  expect([api, reply.status, isValid.errors]).toEqual([api, reply.status, null]);
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
};

it('describes its API in valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(description));
  expect([valid, errors]).toEqual([true, undefined]);
});

it('has an input of every verb', () => {
  expect(verbList.map(({ verb }) => verb).filter((verb) => inputs[verb] === undefined)).toEqual([]);
});

describe('every role does with own and others’ objects what the table of verbs says, and nothing else', () => {
  it.each(verbList)('$verb', async (definition) => {
    const { verb } = definition;
    for (const cell of cellsOf(verb)) {
      const { method, path, body } = requestOf(definition, inputOf(verb, related(stored, cell.actor, cell.relation)));
      await decide('API', verb, cell, async () => {
        const reply = await browserOf(cell).api(method, path, body);
        await matchesDescription(definition.api, reply.clone());
        return reply;
      });
    }
  });

  it.each(pages)('$method $path', async ({ verb, method, path: pattern }) => {
    for (const cell of cellsOf(verb)) {
      // A page without an object in its address shows what the person may do, and decides when something is chosen.
      if (!pattern.includes(':') && objectOf(verb) !== 'none') continue;
      const { path, form } = formOf(verb, pattern, related(stored, cell.actor, cell.relation));
      const browser = browserOf(cell);
      await decide(pattern, verb, cell, () => (method === 'get' ? browser.get(path) : browser.post(path, form)));
    }
  });
});

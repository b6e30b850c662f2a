import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTwin, type Twin } from '../../index.ts';
import { type Graph, openGraph } from '../../testing/index.ts';

const cast = `
people:
  alice: { id: "f7e1c9a7-5f80-4356-a617-dcb3dfe3d547", displayName: Alice Example, givenName: Alice, mail: alice@harbor.example, userPrincipalName: alice@harbor.example }
`;
const source = `
id: presence
permissions:
  - { name: Presence.Read.All, endpoints: ["/v1.0/users/{userId}/presence"] }
extras:
  - permissions:
      - { name: Place.Read.All, endpoints: ["/v1.0/places/{placeId}"] }
`;
const presence = `
shows: who is there
call: { url: "/v1.0/users/{{token alice.id}}/presence" }
upstream:
  status: 200
  body: { id: "{{alice.id}}", owner: "{{alice.mail}}", availability: Away, "{{alice.mail}}": x }
`;
const refused = 'call: { url: "/v1.0/users/x/presence" }\nreply: { status: 400 }\n';

let folder: string;
let twin: Twin;
let graph: Graph;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twin-rules-'));
  mkdirSync(join(folder, 'presence/cases'), { recursive: true });
  mkdirSync(join(folder, 'shared'));
  writeFileSync(join(folder, 'cast.yaml'), cast);
  writeFileSync(join(folder, 'presence/source.yaml'), source);
  writeFileSync(join(folder, 'presence/cases/there.case.yaml'), presence);
  writeFileSync(join(folder, 'presence/cases/refused.case.yaml'), refused);
  writeFileSync(join(folder, 'presence/cases/broken.case.yaml'), 'call: [');
  twin = await startTwin({ rulesFolder: folder, people: 10, groups: 3 });
  graph = await openGraph(twin, ['Presence.Read.All']);
});
afterAll(async () => {
  await twin.stop();
  rmSync(folder, { recursive: true });
});

it('responds from the cases of a source if there is no handler, for any person', async () => {
  const body = {
    id: 'f7e1c9a7-5f80-4356-a617-dcb3dfe3d547',
    owner: 'alice@harbor.example',
    availability: 'Away',
    'alice@harbor.example': 'x',
  };
  expect(await graph.get(`/v1.0/users/${body.id}/presence`)).toEqual(body);
  expect(await graph.get('/v1.0/users/somebody-else/presence')).toEqual(body);
});

it('refuses it to callers without the permission of the source, and paths that no case covers', async () => {
  expect((await graph.fetch('/v1.0/users/x/birthday')).status).toBe(400);
  expect((await graph.fetch('/beta/users/x/presence')).status).toBe(400);
  const other = await openGraph(twin, ['User.Read.All']);
  expect((await other.fetch('/v1.0/users/x/presence')).status).toBe(403);
});

it('has the people of the cast in its organization, at their domain', () => {
  const { organization } = twin;
  expect(organization.domain).toBe('harbor.example');
  expect(organization.busiest).toMatchObject({
    displayName: 'Alice Example',
    mail: 'alice@harbor.example',
    kind: 'employee',
  });
  expect(organization.people).toHaveLength(10);
});

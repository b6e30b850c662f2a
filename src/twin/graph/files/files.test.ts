import { startTwin, type Twin } from '../../index.ts';
import { type Graph, openGraph } from '../../testing/index.ts';

let twin: Twin;
let graph: Graph;
let drive: string;
beforeAll(async () => {
  twin = await startTwin();
  graph = await openGraph(twin);
  drive = twin.organization.sites()[0]?.drive.id ?? '';
});
afterAll(() => twin.stop());

it('follows a drive by delta with the token inside of the function, and reports deleted files by facet', async () => {
  const pages = await graph.pages(`/v1.0/drives/${drive}/root/delta?$top=7`);
  expect(String(pages[0]?.['@odata.nextLink'])).toContain(`/drives('${drive}')/root/microsoft.graph.delta(token='`);
  const items = pages.flatMap(({ value }) => value);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  const file = items.find((item) => item['file'] !== undefined);
  twin.controls.remove(`files of ${drive}`, String(file?.['id']));
  const round = await graph.get(String(pages.at(-1)?.['@odata.deltaLink']));
  expect(round.value).toMatchObject([{ id: file?.['id'], deleted: { state: 'deleted' } }]);
  expect((await graph.fetch(`/v1.0/drives/${drive}/items/${file?.['id']}`)).status).toBe(404);
});

it('starts a delta from now on or from a time', async () => {
  expect((await graph.get(`/v1.0/drives/${drive}/root/delta?token=latest`)).value).toEqual([]);
  const since = await graph.get(`/v1.0/drives/${drive}/root/delta?token=2026-09-01T00:00:00Z`);
  const all = await graph.get(`/v1.0/drives/${drive}/root/delta`);
  expect(since.value.length).toBeLessThan(all.value.length);
  expect(since.value.every(({ lastModifiedDateTime }) => String(lastModifiedDateTime) >= '2026-09-01')).toBe(true);
});

it('has a tree of folders, by id and from the root', async () => {
  const root = await graph.get(`/v1.0/drives/${drive}/root`);
  const { value } = await graph.get(`/v1.0/drives/${drive}/root/children`);
  expect(value.length).toBe((root['folder'] as unknown as { childCount: number }).childCount);
  const [folder] = value.filter((item) => item['folder'] !== undefined);
  expect((await graph.get(`/v1.0/drives/${drive}/items/${folder?.['id']}`))['name']).toBe(folder?.['name']);
  expect(await graph.get(`/v1.0/drives/${drive}/items/${folder?.['id']}/children`)).toHaveProperty('value');
});

it('is reached from people, groups and sites; somebody without a drive has none', async () => {
  const { organization } = twin;
  const own = await graph.get(`/v1.0/users/${organization.busiest.id}/drive`);
  expect(own).toMatchObject({ driveType: 'business' });
  expect((await graph.get(`/v1.0/users/${organization.busiest.id}/drive/root/delta?$top=2`)).value).toHaveLength(2);
  const [site] = organization.sites();
  expect(await graph.get(`/v1.0/sites/${site?.id}/drive`)).toMatchObject({ id: drive });
  expect((await graph.get(`/v1.0/sites/root/drives`)).value).toMatchObject([{ id: drive }]);
  expect((await graph.get(`/v1.0/sites/${site?.id}/drive/root/delta?$top=1`)).value).toHaveLength(1);
  const guest = organization.people.find(({ kind }) => kind === 'guest');
  const refused = await graph.fetch(`/v1.0/users/${guest?.id}/drives`);
  expect(refused.status).toBe(404);
  expect(await refused.text()).toContain(guest?.userPrincipalName);
  expect((await graph.fetch('/v1.0/drives/none')).status).toBe(404);
});

it('lists sites, their lists and items; hidden lists only on request', async () => {
  const [site] = twin.organization.sites();
  const found = await graph.get(`/v1.0/sites?search=${encodeURIComponent(site?.displayName.split(' ')[0] ?? '')}`);
  expect(found.value.map(({ id }) => id)).toContain(site?.id);
  const lists = await graph.get(`/v1.0/sites/${site?.id}/lists`);
  expect(lists.value).toHaveLength(2);
  expect((await graph.get(`/v1.0/sites/${site?.id}/lists?$select=id,system`)).value).toHaveLength(3);
  const list = lists.value[0]?.['id'];
  expect(await graph.get(`/v1.0/sites/${site?.id}/lists/${list}`)).toMatchObject({ id: list });
  const [item] = (await graph.get(`/v1.0/sites/${site?.id}/lists/${list}/items?$expand=fields&$top=1`)).value;
  expect(item).toHaveProperty('fields.Title');
  expect((await graph.get(`/v1.0/sites/root/sites`)).value).toHaveLength(3);
  expect((await graph.fetch(`/v1.0/sites/${site?.id}/lists/none`)).status).toBe(404);
  expect((await graph.fetch('/v1.0/sites/a.example,b,c')).status).toBe(404);
});

it('has activities only in the beta version', async () => {
  const [site] = twin.organization.sites();
  const file = (await graph.get(`/v1.0/drives/${drive}/root/delta`)).value.find((item) => item['file'] !== undefined);
  expect((await graph.get(`/beta/drives/${drive}/items/${file?.['id']}/activities`)).value).toHaveLength(3);
  expect((await graph.get(`/beta/sites/${site?.id}/lists/${site?.lists[0]?.id}/activities?$top=5`)).value).toHaveLength(
    5,
  );
  expect((await graph.fetch(`/v1.0/drives/${drive}/activities`)).status).toBe(400);
});

it('has Copilot conversations of those with a license, within a time and an application', async () => {
  const { busiest, people } = twin.organization;
  const place = (id: string) => `/v1.0/copilot/users/${id}/interactionhistory/getallenterpriseinteractions`;
  const filter = 'createdDateTime gt 2026-08-01T00:00:00Z and createdDateTime lt 2026-09-01T00:00:00Z';
  const pages = await graph.pages(`${place(busiest.id)}?$filter=${filter}&$top=10`);
  const items = pages.flatMap(({ value }) => value);
  expect(new Set(items.map(({ interactionType }) => interactionType))).toEqual(new Set(['userPrompt', 'aiResponse']));
  expect(items.every(({ createdDateTime }) => String(createdDateTime).startsWith('2026-08'))).toBe(true);
  const without = people.find(({ kind, hasCopilot }) => kind === 'employee' && !hasCopilot);
  expect((await graph.get(place(without?.id ?? ''))).value).toEqual([]);
});

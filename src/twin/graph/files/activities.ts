import type { TwinAnswer } from '../../http/index.ts';
import { type FileItem, hourMs, isoSeconds, type Organization, type Site } from '../../organization/index.ts';
import { answerCollection, type GraphCall, type Route } from '../core/index.ts';
import type { Json } from '../odata/index.ts';
import { editor, itemDocument } from './documents.ts';
import { findDrive, findItem, findList, findSite } from './find.ts';

/** A person's action on a file. */
type Activity = { readonly item: FileItem; readonly number: number };

const actionOf = ({ item, number }: Activity, organization: Organization): Json => {
  const sharedWith = item.sharedWith.map((index) => editor(organization, index));
  switch (number % 5) {
    case 0:
      return { create: {} };
    case 1:
      return { edit: {}, version: { newVersion: `${number}.0` } };
    case 2:
      return { rename: { oldName: item.name, newName: `Final ${item.name}` } };
    case 3:
      return { share: { recipients: sharedWith } };
    default:
      return {
        comment: { isReply: false, parentAuthor: editor(organization, item.createdBy), participants: sharedWith },
      };
  }
};

const activityDocument = (
  activity: Activity,
  files: readonly FileItem[],
  site: Site,
  organization: Organization,
): Json => {
  const { item, number } = activity;
  const at = isoSeconds(item.modifiedAt + number * hourMs);
  return {
    id: Buffer.from(`activity ${item.id} ${number}`).toString('base64url'),
    action: actionOf(activity, organization),
    actor: editor(organization, item.modifiedBy),
    times: { recordedDateTime: at, recordedTime: at, observedDateTime: at },
    driveItem: itemDocument(item, files, site, organization),
  };
};

const answerActivities = (call: GraphCall, site: Site, items: readonly FileItem[], link: string): TwinAnswer => {
  const { organization } = call.world;
  const files = organization.files(site);
  return answerCollection(call, {
    type: 'itemActivityOLD',
    context: 'Collection(microsoft.graph.itemActivityOLD)',
    items: items.flatMap((item) => [0, 1, 2].map((step) => ({ item, number: item.number + step }))),
    document: (activity) => activityDocument(activity, files, site, organization),
    key: ({ item, number }) => `${item.id} ${number}`,
    pageSize: 50,
    largestPage: 999,
    link,
    identity: (document) => `Paged=TRUE&p_Activity=${String(document['id'])}&p_Site=${site.path}`,
  });
};

const filesIn = (call: GraphCall, site: Site): readonly FileItem[] =>
  call.world.organization.files(site).filter(({ isFolder }) => !isFolder);

const route = (path: string, answer: Route['answer']): Route => ({
  path,
  workload: 'files',
  needs: ['Files.Read.All', 'Sites.Read.All'],
  versions: ['beta'],
  answer,
});

/** Available only in Graph's beta version. */
export const activityRoutes: readonly Route[] = [
  route('/drives/{drive}/activities', (call) => {
    const site = findDrive(call);
    return answerActivities(
      call,
      site,
      filesIn(call, site),
      `/drives('${encodeURIComponent(site.drive.id)}')/activities`,
    );
  }),
  route('/drives/{drive}/items/{item}/activities', (call) => {
    const site = findDrive(call);
    const item = findItem(call, site);
    return answerActivities(
      call,
      site,
      [item],
      `/drives('${encodeURIComponent(site.drive.id)}')/items('${item.id}')/activities`,
    );
  }),
  route('/sites/{site}/lists/{list}/activities', (call) => {
    const site = findSite(call);
    const { id } = findList(call, site);
    return answerActivities(
      call,
      site,
      filesIn(call, site),
      `/sites('${encodeURIComponent(site.id)}')/lists('${id}')/activities`,
    );
  }),
];

import { spaceOfKind } from '../pseudonyms/index.ts';
import { isValueKindName, tokenKindOf } from './kinds.ts';

/**
 * What limits the calls of an endpoint to the people of a group. `path` and `group`: a person or a group in the path;
 * `owner`: a drive, site, chat or call in the path, whose people are looked up; `filter`: a filter by one of the people of such
 * a thing; `items`: only the items of the reply, each of which is a person or a group. A caller that is limited to a group can't use
 * an endpoint with `none`.
 */
export type Bound =
  | { readonly by: 'path' | 'group'; readonly parameter: string; readonly items?: true }
  | { readonly by: 'owner'; readonly parameter: string; readonly of: OwnedKind; readonly items?: true }
  | { readonly by: 'filter'; readonly parameter: string; readonly items?: never }
  | { readonly by: 'items'; readonly items: true }
  | { readonly by: 'none' };

/** Kinds of things whose people can be looked up. */
export type OwnedKind = 'drive-id' | 'site-id' | 'chat-id' | 'call-record-id';

const ownedKinds: ReadonlySet<string> = new Set<OwnedKind>(['drive-id', 'site-id', 'chat-id', 'call-record-id']);

export const isOwnedKind = (kind: string): kind is OwnedKind => ownedKinds.has(kind);

/** A telephone number identifies a person, although it has a space of its own. */
const subjectSpaces: ReadonlySet<string> = new Set(['person', 'group', 'phone']);

/** True for kinds of values that identify a person or a group. Values of all other kinds are things. */
export const isSubjectKind = (kind: string): boolean =>
  isValueKindName(kind) && subjectSpaces.has(spaceOfKind(tokenKindOf(kind)));

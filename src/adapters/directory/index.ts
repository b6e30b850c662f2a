/** Groups and their owners in Microsoft Graph. */
export { type GraphDirectoryOptions, graphDirectory, ownedGroups } from './graph-directory.ts';

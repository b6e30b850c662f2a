import type { Described } from '../model.ts';
import type { DocumentFile } from '../render/document-files.ts';
import { openApi } from './openapi-document.ts';

/** The folder of descriptions, in the folder of documents. */
export const apiFolder = 'openapi';

/** The path of the description of a connector's calls, relative to the folder of documents. */
export const apiPath = (connector: string): string => `${apiFolder}/${connector}.json`;

/** For callers: the calls of each connector that somebody may call, as OpenAPI. @param endpoints of connectors, by name */
export const apiFiles = (
  { settings, connectors }: Described,
  endpoints: ReadonlyMap<string, string>,
): readonly DocumentFile[] =>
  connectors.flatMap(({ name, title, summary, rules }) => {
    const url = endpoints.get(name);
    const called = settings.callers.some((caller) => caller.connectors.includes(name));
    if (url === undefined || rules === undefined || !called) return [];
    const document = openApi({ name, title, summary, rules }, url);
    if (document === undefined) return [];
    const own = { product: 'graphveil', environment: settings.environment };
    return [{ path: apiPath(name), content: `${JSON.stringify({ ...document, 'x-graphveil': own }, null, 2)}\n` }];
  });

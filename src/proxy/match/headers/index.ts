/** Which request headers go upstream, and how. */
export { choosePreferences } from './prefer.ts';
export { allowedHeaders, openHeaders } from './request-headers.ts';

/** Applications and their grants, for an administrator's tools. */
export { administrationRoutes } from './applications.ts';

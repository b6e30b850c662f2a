/** Applications and their grants, as an administrator's tools read them. */
export { administrationRoutes } from './applications.ts';

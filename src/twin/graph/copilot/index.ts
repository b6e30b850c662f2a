/** Microsoft 365 Copilot. */
export { copilotRoutes } from './interactions.ts';

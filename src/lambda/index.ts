/** The function's skin: event → Call, Reply → result. */
export { createHandler, type Handler } from './create-handler.ts';
export type { Result } from './write-result.ts';

/**
 * The Lambda adapter: event → Call, Reply → result, and the startup code that connects the proxy to AWS and Microsoft.
 */
export type { ConsoleDeployment } from './console-function.ts';
export { createHandler, type Handler } from './create-handler.ts';
export { rehearse } from './rehearse.ts';
export { type BundledConnector, type StartedFunction, startFunction } from './start-function.ts';
export type { Result } from './write-result.ts';

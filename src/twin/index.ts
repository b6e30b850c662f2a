/** A local Microsoft for the demo and for tests: identity issuer, Microsoft Entra ID, Microsoft Graph. Never part of a deployment. */
export type { SeenCall, TwinControls, TwinServiceName } from './controls/index.ts';
export type { Application, ApplicationSeed } from './entra/index.ts';
export { type Group, type Organization, type Person, type Personas, personasOf } from './organization/index.ts';
export { startTwin, type Twin, type TwinOptions } from './start-twin.ts';

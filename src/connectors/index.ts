export { compileSource, type Overlays, UnknownOverlay } from './compile-source.ts';
export { type AnswerDispositions, answerDispositions } from './dispositions.ts';
export { applicationDisplayName, consentConnector, expectedRoles, neededPermissions } from './needed-permissions.ts';
export { type PreparedConnector, type PrepareOptions, prepareConnectors } from './prepare-connectors.ts';

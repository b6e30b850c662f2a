/** Controls for tests and the demo to change the running twin. */
export { type Clocks, makeClocks, type TwinServiceName } from './clocks.ts';
export { makeControls, type TwinControls } from './controls.ts';
export { type Interruption, type Interruptions, makeInterruptions } from './interruptions.ts';
export { type CallJournal, makeCallJournal, type SeenCall } from './journal.ts';

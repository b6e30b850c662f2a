/** The log of calls, which is their metrics at once. */
export { type CallLogOptions, callLog } from './call-log.ts';

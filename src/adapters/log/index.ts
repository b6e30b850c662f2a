/** The log of calls, which also provides their metrics. */
export { type CallLogOptions, callLog } from './call-log.ts';

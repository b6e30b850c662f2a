/** The log of calls, which also provides their metrics. */
export { type CallLogOptions, callLog, slowTokens } from './call-log.ts';

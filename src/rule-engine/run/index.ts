/** link(Plan) → runners, at start; Runner.run(bytes, tools) → sanitized bytes, per call. */

export type { Tools } from '../transforms/index.ts';
export { link } from './link.ts';
export type { DropCounts, Runner, Runners, RunResult } from './runner.ts';
export type { SanitizedBody } from './sanitized-body.ts';

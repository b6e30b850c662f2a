/** link(Plan) → runners, at start; Runner.run(bytes, tools) → sanitized bytes, per call. */
export type { DropCounts, Runner, Runners, RunResult, Tools } from './runner.ts';
export type { SanitizedBody } from './sanitized-body.ts';

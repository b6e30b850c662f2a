export { type GatherOptions, gatherReport } from './gather-report.ts';

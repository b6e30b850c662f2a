export { exampleOf, type GatherOptions, gatherReport } from './gather-report.ts';

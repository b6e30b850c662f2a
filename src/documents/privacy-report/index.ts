export { type GatherOptions, gatherReport, type ReportedConnector } from './gather-report.ts';

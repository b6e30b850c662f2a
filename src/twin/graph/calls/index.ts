import type { Route } from '../core/index.ts';
import { attendanceRoutes } from './attendance.ts';
import { callRecordRoutes } from './call-records.ts';
import { onlineMeetingRoutes } from './online-meetings.ts';
import { phoneLogRoutes } from './phone-logs.ts';

/** Cloud communications: call records, phone logs, online meetings, attendance. */
export const callRoutes: readonly Route[] = [
  ...callRecordRoutes,
  ...phoneLogRoutes,
  ...onlineMeetingRoutes,
  ...attendanceRoutes,
];

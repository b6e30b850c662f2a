import { administrationRoutes } from './administration/index.ts';
import { callRoutes } from './calls/index.ts';
import { copilotRoutes } from './copilot/index.ts';
import type { Route } from './core/index.ts';
import { directoryRoutes } from './directory/index.ts';
import { fileRoutes } from './files/index.ts';
import { outlookRoutes } from './outlook/index.ts';
import { teamsRoutes } from './teams/index.ts';

/** Resources that the twin's Graph implements. Add a new resource to the list of its service. */
export const routes: readonly Route[] = [
  ...directoryRoutes,
  ...outlookRoutes,
  ...teamsRoutes,
  ...callRoutes,
  ...copilotRoutes,
  ...fileRoutes,
  ...administrationRoutes,
];

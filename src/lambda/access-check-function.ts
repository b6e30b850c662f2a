import { accessCheckLog, runAccessCheck } from '../access/index.ts';
import { graphDirectory } from '../adapters/directory/index.ts';
import { accessMetrics, readConsoleEnvironment } from '../config/index.ts';
import { withMetrics } from './service-log.ts';
import { connect } from './signing-in.ts';

/** The part of the platform's context that the handler uses. */
type Context = { readonly getRemainingTimeInMillis: () => number };

/** The function that the platform's schedule calls. */
export type AccessCheckHandler = (event: unknown, context: Context) => Promise<ReturnType<typeof accessCheckLog>>;

/** Part of the time after which no group is begun, so that a check ends by itself and not by the platform. */
const lastBegin = 0.9;

/**
 * Starts the access check of an environment. Throws a `FunctionEnvironmentError` if its variables can't be used. A check writes one
 * log line with counts, which are metrics too; it rejects if the store can't be read, so that the platform counts a crash.
 */
export const startAccessCheckFunction = (): { readonly handler: AccessCheckHandler } => {
  const environment = readConsoleEnvironment();
  const { access, accessTokens, http, graph } = connect(environment);
  const { leastGroupSize } = environment.access;
  const directory = graphDirectory({ http, accessTokens, graph });
  return {
    handler: async (_event, { getRemainingTimeInMillis }) => {
      const deadline = Date.now() + getRemainingTimeInMillis() * lastBegin;
      const report = await runAccessCheck({ ...access, directory, leastGroupSize }, { deadline });
      const line = accessCheckLog(report);
      const metrics = {
        [accessMetrics.accessChecks]: 1,
        [accessMetrics.failedGroups]: report.failed.length,
        [accessMetrics.suspendedGrants]: report.suspended.length,
        [accessMetrics.dueReviews]: report.reviewsDue.length,
      };
      const counted = withMetrics(environment.environment, metrics, Date.now());
      process.stdout.write(`${JSON.stringify({ ...line, ...counted })}\n`);
      return line;
    },
  };
};

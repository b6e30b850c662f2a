// The behavior of the managed Node.js runtime, as far as a handler can see it: loads the task's handler, then asks the Runtime API
// for one invocation after the other. Source: AWS Lambda runtime API, 2018-06-01.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { env } from 'node:process';

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: task = '', _HANDLER: place = '' } = env;
const base = `http://${api}/2018-06-01/runtime`;

const post = (path, body) => fetch(`${base}/${path}`, { method: 'POST', body: JSON.stringify(body) });
const described = (error) => ({ errorType: error?.name ?? 'Error', errorMessage: String(error?.message ?? error) });

const load = () => {
  const [file = '', name = ''] = place.split('.');
  return createRequire(import.meta.url)(join(task, `${file}.js`))[name];
};

const serve = async (handler) => {
  for (;;) {
    const next = await fetch(`${base}/invocation/next`);
    const awsRequestId = next.headers.get('lambda-runtime-aws-request-id');
    const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
    const event = await next.json();
    try {
      const context = { awsRequestId, getRemainingTimeInMillis: () => deadline - Date.now() };
      await post(`invocation/${awsRequestId}/response`, await handler(event, context));
    } catch (error) {
      await post(`invocation/${awsRequestId}/error`, described(error));
    }
  }
};

try {
  await serve(load());
} catch (error) {
  await post('init/error', described(error));
  process.exitCode = 1;
}

// The behavior of the managed Node.js runtime, as far as a handler can see it: loads the task's handler, then asks the Runtime API
// for one invocation after the other. Without `fetch`, which the runtime doesn't load either. Source: AWS Lambda runtime API,
// 2018-06-01.
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { env } from 'node:process';

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: task = '', _HANDLER: place = '' } = env;
const base = `http://${api}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

const send = (method, path, body) =>
  new Promise((resolve, reject) => {
    const sent = request(`${base}/${path}`, { method, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
const post = (path, body) => send('POST', path, JSON.stringify(body));
const described = (error) => ({ errorType: error?.name ?? 'Error', errorMessage: String(error?.message ?? error) });

const load = async () => {
  const [file = '', name = ''] = place.split('.');
  const script = join(task, `${file}.js`);
  const loaded = existsSync(script) ? createRequire(import.meta.url)(script) : await import(join(task, `${file}.mjs`));
  return loaded[name];
};

const serve = async (handler) => {
  for (;;) {
    const { headers, text } = await send('GET', 'invocation/next');
    const awsRequestId = headers['lambda-runtime-aws-request-id'];
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    try {
      const context = { awsRequestId, getRemainingTimeInMillis: () => deadline - Date.now() };
      await post(`invocation/${awsRequestId}/response`, await handler(JSON.parse(text), context));
    } catch (error) {
      await post(`invocation/${awsRequestId}/error`, described(error));
    }
  }
};

try {
  await serve(await load());
} catch (error) {
  await post('init/error', described(error));
  process.exit(1);
}

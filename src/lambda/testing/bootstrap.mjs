// The behavior of the managed Node.js runtime, as far as a handler can see it: loads the task's handler, then asks the Runtime API
// for one invocation after the other. Without `fetch`, which the runtime doesn't load either. Source: AWS Lambda runtime API,
// 2018-06-01.
import { createRequire } from 'node:module';

// An import of a built-in module loads all that its getters lead to, as `fetch` from `node:http`.
const require = createRequire(import.meta.url);
const { existsSync } = require('node:fs');
const { Agent, request } = require('node:http');
const { join } = require('node:path');
const { cpuUsage, env } = require('node:process');

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: task = '', _HANDLER: place = '' } = env;
const base = `http://${api}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

const open = (method, path, headers, took) => request(`${base}/${path}`, { method, agent, headers }, took);

/** Processor time of this process so far, for measurements: a header that the Runtime API doesn't know. */
const processorTime = () => {
  const { user, system } = cpuUsage();
  return { 'harness-processor-time': String((user + system) / 1_000) };
};

const send = (method, path, body) =>
  new Promise((resolve, reject) => {
    const sent = open(method, path, processorTime(), (response) => {
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

// Only the parts of the global that a handler sees. Source: AWS Lambda Node.js runtime interface client, ResponseStream.
const streaming = Symbol('streaming');
globalThis.awslambda = {
  streamifyResponse: (handler) => Object.assign(handler, { [streaming]: true }),
  HttpResponseStream: {
    from: (stream, prelude) => {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream.beforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(new Uint8Array(8));
      };
      return stream;
    },
  },
};

/** The stream of an invocation: as the runtime, `end` takes no data, and only strings and Buffers are written as they are. */
const openStream = (id, done) => {
  const headers = { 'lambda-runtime-function-response-mode': 'streaming', 'content-type': 'application/octet-stream' };
  const sent = open('POST', `invocation/${id}/response`, headers, (response) => response.resume().on('end', done));
  let begun = false;
  return {
    setContentType: (type) => sent.setHeader('content-type', type),
    on: (...listening) => sent.on(...listening),
    end: (ended) => sent.end(ended),
    get finished() {
      return sent.writableFinished;
    },
    write(chunk) {
      if (!begun) this.beforeFirstWrite?.((part) => sent.write(part));
      begun = true;
      return sent.write(typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk : JSON.stringify(chunk));
    },
  };
};

const serveStream = async (handler, id, event, context) => {
  let taken = () => undefined;
  const response = new Promise((resolve) => {
    taken = resolve;
  });
  const stream = openStream(id, taken);
  await handler(event, stream, context);
  await response;
  if (!stream.finished) throw new Error('Response stream is not finished.');
};

const load = async () => {
  const [file = '', name = ''] = place.split('.');
  const script = join(task, `${file}.js`);
  const loaded = existsSync(script) ? require(script) : await import(join(task, `${file}.mjs`));
  return loaded[name];
};

const serve = async (handler) => {
  for (;;) {
    const { headers, text } = await send('GET', 'invocation/next');
    const awsRequestId = headers['lambda-runtime-aws-request-id'];
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    try {
      const context = { awsRequestId, getRemainingTimeInMillis: () => deadline - Date.now() };
      const event = JSON.parse(text);
      if (handler[streaming]) await serveStream(handler, awsRequestId, event, context);
      else await post(`invocation/${awsRequestId}/response`, await handler(event, context));
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

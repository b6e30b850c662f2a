import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDiagnostic } from '../../diagnostics/index.ts';
import { type EmailCanonicalization, psoxyKeyring } from '../../pseudonyms/index.ts';
import { compile } from '../../rule-forms/index.ts';
import { askRules } from '../shared/ask.ts';
import { sanitizeBody } from './sanitize-body.ts';

type Vector = {
  readonly name: string;
  readonly feature: string;
  readonly rules: string;
  readonly method: string;
  readonly url: string;
  readonly salt: string;
  readonly encryptionKey: string;
  readonly emailCanonicalization: EmailCanonicalization;
  readonly body?: unknown;
  readonly expect: { readonly allowed?: boolean; readonly output?: unknown; readonly upstreamUrl?: string };
};

const file = fileURLToPath(new URL('../../../../shared/interop/vectors.jsonl', import.meta.url));
const vectors: readonly Vector[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

const answerOf = ({ rules, method, url, salt, encryptionKey, emailCanonicalization }: Vector) => {
  const { plan, diagnostics } = compile({
    title: 'vector',
    main: { path: 'rules.yaml', text: rules },
    shared: [],
    overlays: [],
    types: { 'v1.0': {}, beta: {} },
    privacy: {},
    builtIn: false,
  });
  if (plan === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  const { pseudonyms } = psoxyKeyring({ salt, encryptionKey, canonicalization: emailCanonicalization });
  return { plan, pseudonyms, answer: askRules(plan, { method, url, plainValues: false }, pseudonyms) };
};

const outcomeOf = (vector: Vector): Vector['expect'] => {
  const { plan, pseudonyms, answer } = answerOf(vector);
  if (!answer.allowed) return { allowed: false };
  if (vector.expect.upstreamUrl !== undefined)
    return { upstreamUrl: decodeURIComponent(new URL(vector.url).origin + answer.asked.target) };
  if (!('body' in vector)) return { allowed: true };
  const body = new TextEncoder().encode(JSON.stringify(vector.body));
  const sanitized = sanitizeBody(plan, answer, body, { pseudonyms, graph: 'https://graph.microsoft.com' });
  return { allowed: true, output: sanitized.ok ? sanitized.text : sanitized.problem.code };
};

/** Outputs are compared as compact text, so that the order of properties counts. */
const expectedOf = ({ expect: { upstreamUrl, output, ...rest } }: Vector): Vector['expect'] => ({
  ...rest,
  ...(upstreamUrl !== undefined && { upstreamUrl: decodeURIComponent(upstreamUrl) }),
  ...(output !== undefined && { output: JSON.stringify(output) }),
});

const run = (verb: string, vector: Vector, rules: string) =>
  spawnSync(
    process.execPath,
    [
      fileURLToPath(new URL('../../../dist/cli/graphveil.js', import.meta.url)),
      ...[verb, '--json', '--scheme', 'psoxy', '--rules', rules, '--method', vector.method, '--url', vector.url],
    ],
    {
      encoding: 'utf8',
      input: 'body' in vector ? JSON.stringify(vector.body) : '',
      env: {
        PATH: process.env['PATH'],
        PSOXY_SALT: vector.salt,
        PSOXY_ENCRYPTION_KEY: vector.encryptionKey,
        EMAIL_CANONICALIZATION: vector.emailCanonicalization,
      },
    },
  );

const asProcess = (vector: Vector, folder: string): Vector['expect'] => {
  const rules = join(folder, 'rules.yaml');
  writeFileSync(rules, vector.rules);
  if (vector.expect.upstreamUrl !== undefined) {
    const { upstreamUrl } = JSON.parse(run('explain', vector, rules).stdout);
    return { upstreamUrl: decodeURIComponent(upstreamUrl) };
  }
  const { status, stdout } = run('sanitize', vector, rules);
  if (status !== 0) return { allowed: false };
  return stdout === '' ? { allowed: true } : { allowed: true, output: stdout.trimEnd() };
};

if (vectors.length === 0) {
  it.skip('the interoperability vectors are not run: ../shared/interop/vectors.jsonl is not here', () => undefined);
} else {
  describe('the interoperability vectors', () => {
    it.each(vectors)('$name', (vector) => {
      expect(outcomeOf(vector)).toEqual(expectedOf(vector));
    });
  });

  describe('the interoperability vectors as a person runs them, one of each feature', () => {
    const folder = mkdtempSync(join(tmpdir(), 'graphveil-vectors-'));
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
    const sample = new Map(vectors.map((vector) => [vector.feature, vector])).values();

    it.each([...sample])('$name', (vector) => {
      expect(asProcess(vector, folder)).toEqual(expectedOf(vector));
    });
  });
}

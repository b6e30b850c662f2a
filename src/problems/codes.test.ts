import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failureExamples } from './command-line/index.ts';
import { consoleProblems } from './console/index.ts';
import { diagnosticExamples } from './diagnostics/index.ts';
import { problemCodes } from './index.ts';
import { registryProblems } from './registry/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const sourceFiles = ['src', 'scripts', 'infra'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(?:test|generated)\.ts$/.test(file))
    .map((file) => join(folder, file)),
);

/** Code outside of the lists themselves. */
const code = sourceFiles
  .filter((file) => !file.startsWith('src/problems'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

/** The shape of a file is described by its family: `${family}/missing`. */
const ofShape = /^(?:settings|source|privacy|case|cast)\/(?:unknown-key|missing|invalid-value)$/;

const messages = [...diagnosticExamples(), ...failureExamples()];

describe('the lists of codes', () => {
  it('have no message that nothing reports', () => {
    const unused = [
      ...messages.map(({ key }) => key),
      ...Object.keys(problemCodes),
      ...Object.keys(consoleProblems),
      ...Object.keys(registryProblems),
    ].filter((key) => !ofShape.test(key) && !code.includes(`'${key}'`));
    expect(unused).toEqual([]);
  });

  it('have every message on the reference page', () => {
    const page = readFileSync(join(root, 'docs/reference/codes.md'), 'utf8');
    const missing = messages.filter(({ code: each }) => !page.includes(`| \`${each}\` |`));
    expect(missing.map(({ key }) => key)).toEqual([]);
    expect(messages.length).toBeGreaterThan(200);
  });

  it.each(Object.entries({ ...consoleProblems, ...registryProblems }))(
    '%s: has sentences',
    (code, { status, message, cause, remedy }) => {
      expect(code).toMatch(/^(?:Console|Registry)\.[A-Z][A-Za-z]+$/);
      expect(status >= 400 && status <= 599).toBe(true);
      for (const text of [message, cause, remedy]) expect(text).toMatch(/^[A-Z].*\.$/s);
    },
  );

  it.each(messages)('$key: has a message and a hint without a period', ({ message, hint }) => {
    for (const text of [message, hint]) expect(text).toMatch(/[^.\s]$/);
    expect(message).not.toMatch(/undefined|\[object/);
    expect(hint).not.toMatch(/undefined|\[object/);
    expect(message).not.toMatch(/^(?:an?|the|this|there) /i);
  });
});

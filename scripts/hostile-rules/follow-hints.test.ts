import { join } from 'node:path';
import { privacyTable as privacy, typeIndex as types } from '../../src/graph-types/index.ts';
import { findingsOf, prove } from '../../src/proof/index.ts';
import { compile } from '../../src/rule-forms/index.ts';
import { checkRules, loadCast } from '../../src/rule-tests/index.ts';
import { root } from '../root.ts';
import { parameterSchemas } from './parts.ts';
import { createRandom } from './random.ts';
import { type Written, writeHostile } from './write.ts';

const { cast } = loadCast(join(root, 'rules'));

type Judged = { readonly codes: ReadonlySet<string>; readonly leaks: () => Promise<readonly string[]> };

const judge = (text: string): Judged => {
  const main = { path: 'rules.yaml', text };
  const compiled = compile({ title: 'own', main, shared: [], overlays: [], types, privacy, builtIn: false });
  const { plan, notes, diagnostics } = compiled;
  if (plan === undefined || notes === undefined)
    return {
      codes: new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
      leaks: async () => [],
    };
  const findings = findingsOf(prove({ plan, notes }, { types, privacy }, { everythingJudged: false }));
  return {
    codes: new Set(findings.map(({ code }) => code)),
    leaks: async () => {
      const checked = { plan, notes, known: { types, privacy } };
      const { findings: found, interferences } = await checkRules([{ name: '', checked }], cast);
      return [...found.map(({ path, canary }) => `${path}: ${canary}`), ...interferences];
    },
  };
};

const withoutLines = (text: string, pattern: RegExp): string =>
  text
    .split('\n')
    .filter((line) => !pattern.test(line))
    .join('\n');

const askedByToken = (text: string): string =>
  text.replace(
    /pathParameterSchemas: \{.*\}$/m,
    `pathParameterSchemas: { ${[...text.matchAll(/\{([a-zA-Z]+Id)\}/g)].map(([, name = '']) => `${name}: ${parameterSchemas[name]}`).join(', ')} }`,
  );

const withoutQuestions = (text: string): string =>
  withoutLines(askedByToken(text), /^ {6}[$a-z]+: |queryParamSchemas/)
    .concat('')
    .replace(/( {4}response:\n)(?! {6})/, '$1      id: !<tokenize> { of: user-id }\n');

/** Rewrites a file as the hint of a code says. */
const follow: Readonly<Record<string, (text: string) => string>> = {
  'proof/entity-of-path': (text) => withoutLines(text, /^ {4}entity: /),
  'proof/keeps-direct-identifier': (text) =>
    text.replaceAll(/(displayName|mail|surname): .*/g, '$1: !<pseudonymize> { of: user-id }'),
  'proof/keeps-free-text': (text) => text.replaceAll(/!<keep> \{.*\}/g, '!<textDigest> {}'),
  'proof/doubtful-words': (text) => withoutLines(text, /allowedPhrases|keywords|exceptions|filters|values/),
  'proof/open-expression': (text) =>
    text.replaceAll(
      /!<[a-zA-Z]+> \{ (?:exceptions|filters|delimiter).*\}/g,
      '!<redactExceptPhrases> { allowedPhrases: [standup] }',
    ),
  'proof/lets-the-rest-through': (text) =>
    text.replaceAll(/!<[a-zA-Z]+> \{ (?:redactions|regex).*\}/g, '!<textDigest> {}'),
  'proof/passes-unknown-header': (text) => withoutLines(text, /allowedRequestHeaders/),
  'proof/takes-plain-ids': askedByToken,
  'proof/takes-pattern': withoutQuestions,
  'proof/takes-foreign-words': withoutQuestions,
  'proof/takes-anything': withoutQuestions,
  'rules/free-value': (text) => text.replaceAll('{ type: string }', "{ pattern: '[a-z]{1,40}' }"),
  'rules/unknown-property': (text) =>
    `${text.trimEnd()}\n    undeclared: { displayName: "an extension of ours", subject: "an extension of ours" }\n`,
  'rules/missing-kind': (text) =>
    text
      .replaceAll(/!<(tokenize|pseudonymize|pseudonymizeRegexMatches)> \{/g, '!<$1> { of: user-id,')
      .replaceAll(', }', ' }'),
};

/** What an author might try that no hint says: a reason for whatever is refused. */
const giveReasons = (text: string): string =>
  text
    .replaceAll(/!<keep> \{ (?!reason)/g, "!<keep> { reason: 'because we need it', ")
    .replaceAll(/: keep$/gm, ": !<keep> { reason: 'because we need it' }");

const followAll = (text: string): string => {
  let now = text;
  for (let round = 0; round < 5; round += 1) {
    const { codes } = judge(now);
    for (const code of codes) now = follow[code]?.(now) ?? now;
  }
  return now;
};

const random = createRandom(21);
const files: readonly Written[] = Array.from({ length: 70 }, () => writeHostile(random));

it('the hints of hostile files lead to no file that proves and leaks', async () => {
  const leaking: string[] = [];
  let proved = 0;
  for (const { text } of files) {
    const now = followAll(text);
    const { codes, leaks } = judge(now);
    if (codes.size > 0) continue;
    proved += 1;
    for (const leak of await leaks()) leaking.push(`${leak}\n${text}\n${now}`);
  }

  expect(leaking).toEqual([]);
  expect(proved).toBeGreaterThan(10);
}, 120_000);

it('a reason for what is refused proves nothing that leaks', async () => {
  const leaking: string[] = [];
  for (const { text } of files) {
    const now = giveReasons(text);
    const { codes, leaks } = judge(now);
    if (codes.size > 0) continue;
    for (const leak of await leaks()) leaking.push(`${leak}\n${now}`);
  }

  expect(leaking).toEqual([]);
}, 120_000);

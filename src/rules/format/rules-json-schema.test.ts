import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { rulesJsonSchema } from './index.ts';

const rules = fileURLToPath(new URL('../../../rules', import.meta.url));

const ruleFiles = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^[^/]+\/(?:rules\.yaml|(?:variants|extras)\/[^/]+\.yaml)$|^shared\/[^/]+\.yaml$/.test(file.replaceAll('\\', '/')),
);

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(rulesJsonSchema());

/** As an editor sees it: a tagged leaf is the value behind the tag. */
const asEditorSees = (text: string): unknown => parse(text, { logLevel: 'silent', maxAliasCount: -1 });

describe('rulesJsonSchema', () => {
  it.each(ruleFiles)('takes rules/%s', (file) => {
    validate(asEditorSees(readFileSync(join(rules, file), 'utf8')));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ['an unknown key', 'endpoints: [{ pathTemplat: /x }]'],
    ['a word that is no leaf', 'definitions: { a: kep }'],
    ['a collection of another sort', 'endpoints: [{ collection: sometimes }]'],
    ['two rules for items', 'definitions: { a: [keep, keep] }'],
    ['a kind that does not exist', 'endpoints: [{ pathParameterSchemas: { a: { kind: user } } }]'],
    ['a type that does not exist', 'endpoints: [{ pathParameterSchemas: { a: { type: number } } }]'],
  ])('refuses %s', (_what, text) => {
    expect(validate(asEditorSees(text))).toBe(false);
  });

  it('describes every key of an endpoint', () => {
    const schema = JSON.parse(JSON.stringify(rulesJsonSchema()));
    for (const property of Object.values(schema.$defs.endpoint.properties))
      expect(property).toHaveProperty('description');
  });
});

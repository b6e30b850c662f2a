import { createReport } from '../diagnostics/index.ts';
import { readYaml, type YamlNode } from '../yaml/index.ts';

/** Keys that only one of the forms has, of an endpoint or at the top. */
const marks = {
  'allow-list': ['$ref', 'entity', 'collection', 'preferences', 'response', 'lists', 'undeclared', 'summary', 'adds'],
  psoxy: [
    'pathRegex',
    'allowedMethods',
    'allowedQueryParams',
    'requestBody',
    'responseSchema',
    'augments',
    'transforms',
    'allowAllEndpoints',
    'defaultScopeIdForSource',
  ],
} as const;

const keysOf = (node: YamlNode | undefined): readonly string[] =>
  node?.kind === 'mapping' ? node.entries.map(({ key }) => key) : [];

const membersOf = (node: YamlNode | undefined): readonly YamlNode[] => {
  if (node?.kind === 'list') return node.items;
  return node?.kind === 'mapping' ? node.entries.map(({ value }) => value) : [];
};

/**
 * In which form a rule file is written: whichever has more of its own keys in it. A file with no mark of either form is
 * Psoxy's: there an endpoint may be a path and nothing else.
 */
export const recognizeForm = (text: string): 'allow-list' | 'psoxy' => {
  const root = readYaml(text, '', createReport());
  const endpoints = root?.kind === 'mapping' ? root.entries.find(({ key }) => key === 'endpoints')?.value : undefined;
  const keys = [root, ...membersOf(endpoints)].flatMap(keysOf);
  const count = (form: keyof typeof marks): number =>
    keys.filter((key) => marks[form].some((mark) => mark === key)).length;
  return count('allow-list') > count('psoxy') ? 'allow-list' : 'psoxy';
};

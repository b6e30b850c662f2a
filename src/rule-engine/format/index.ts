/** What a rule file may say: texts → rules with positions, and the schema that editors use. */
export { readRules } from './by-path/index.ts';
export { rulesJsonSchema } from './in-place/index.ts';
export { recognizeForm } from './recognize-form.ts';
export {
  describeNode,
  readYaml,
  type YamlEntry,
  type YamlList,
  type YamlMapping,
  type YamlNode,
} from './yaml/index.ts';

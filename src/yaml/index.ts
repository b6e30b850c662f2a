/** YAML texts as values that know where they stand. */
export { readYaml } from './read-yaml.ts';
export { describeNode, type YamlEntry, type YamlList, type YamlMapping, type YamlNode } from './yaml-node.ts';
export { readYamlText, type YamlPath, type YamlText, yamlTextAt } from './yaml-text.ts';

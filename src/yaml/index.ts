/** The only reader and writer of YAML: nodes with positions for rules, plain values for all other files. */
export { editYaml } from './edit-yaml.ts';
export { type FoldedStrings, foldStrings } from './fold-strings.ts';
export { readYaml } from './read-yaml.ts';
export { describeNode, type YamlEntry, type YamlList, type YamlMapping, type YamlNode } from './yaml-node.ts';
export { readYamlText, type YamlPath, type YamlText, yamlTextAt } from './yaml-text.ts';

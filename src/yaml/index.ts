/** The project's YAML reader and writer: nodes with positions for rules, plain values for all other files. */
export { editYaml } from './edit-yaml.ts';
export { type FoldedStrings, foldStrings } from './fold-strings.ts';
export { readYaml } from './read-yaml.ts';
export { replaceInYaml } from './replace-in-yaml.ts';
export { describeNode, type YamlEntry, type YamlList, type YamlMapping, type YamlNode } from './yaml-node.ts';
export { readYamlText, type YamlPath, type YamlText, yamlTextAt } from './yaml-text.ts';

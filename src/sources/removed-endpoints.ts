import type { SourceText } from '../compile/index.ts';
import { createReport } from '../diagnostics/index.ts';
import { readYaml, type YamlNode } from '../yaml/index.ts';

const memberOf = (node: YamlNode | undefined, key: string): YamlNode | undefined =>
  node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;

const scalarOf = (node: YamlNode | undefined): unknown => (node?.kind === 'scalar' ? node.value : undefined);

/** Returns the path templates of the endpoints that an overlay removes. Mistakes in it are reported where it is compiled. */
export const removedEndpoints = ({ text, path }: SourceText): readonly string[] => {
  const endpoints = memberOf(readYaml(text, path, createReport()), 'endpoints');
  return (endpoints?.kind === 'list' ? endpoints.items : []).flatMap((endpoint) => {
    const template = scalarOf(memberOf(endpoint, 'pathTemplate'));
    return scalarOf(memberOf(endpoint, 'removed')) === true && typeof template === 'string' ? [template] : [];
  });
};

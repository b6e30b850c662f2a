import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A type as declared in one of Microsoft's types packages. */
export type DeclaredType =
  | { readonly kind: 'enum'; readonly members: readonly string[] }
  | {
      readonly kind: 'interface';
      readonly base?: string;
      /** `string`, `boolean[]`, `dateTimeTimeZone`, `attendee[]`, by property. */
      readonly properties: ReadonlyMap<string, string>;
    };

/** The declarations in one version of a types package, by Graph name without `microsoft.graph.`. */
export type TypesPackage = {
  readonly name: string;
  readonly version: string;
  readonly types: ReadonlyMap<string, DeclaredType>;
};

/** Thrown if a folder contains no readable types package. */
export class TypesPackageError extends Error {
  override readonly name = 'TypesPackageError';
}

const primitives: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'any']);

/**
 * Converts a namespace to Graph's spelling: `CallRecords` to `callRecords`, `IdentityGovernanceNamespace` to
 * `identityGovernance`.
 */
const graphName = (name: string): string =>
  name
    .replace(/Namespace$/, '')
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');

const namespaceName = (node: ts.ModuleDeclaration): string =>
  node.body !== undefined && ts.isModuleDeclaration(node.body)
    ? `${node.name.text}.${namespaceName(node.body)}`
    : node.name.text;

const statementsOf = (node: ts.ModuleDeclaration): readonly ts.Statement[] => {
  if (node.body === undefined) return [];
  if (ts.isModuleDeclaration(node.body)) return statementsOf(node.body);
  return ts.isModuleBlock(node.body) ? node.body.statements : [];
};

const qualifiedName = (name: ts.EntityName): readonly string[] =>
  ts.isIdentifier(name) ? [name.text] : [...qualifiedName(name.left), name.right.text];

const expressionName = (node: ts.Expression): readonly string[] => {
  if (ts.isIdentifier(node)) return [node.text];
  return ts.isPropertyAccessExpression(node) ? [...expressionName(node.expression), node.name.text] : [];
};

/** Resolves a bare name to a type of its own namespace if there is one, otherwise to one of the main namespace. */
const resolver = (space: string, names: ReadonlySet<string>) => (parts: readonly string[]) => {
  const name = parts.at(-1) ?? '';
  const outer = parts.slice(0, -1).filter((part) => !/^microsoftgraph/i.test(part));
  if (outer.length > 0) return `${graphName(outer.join('.'))}.${graphName(name)}`;
  const own = space === '' ? graphName(name) : `${space}.${graphName(name)}`;
  return parts.length === 1 && names.has(own) ? own : graphName(name);
};

const typeText = (node: ts.TypeNode, resolve: (parts: readonly string[]) => string): string => {
  if (ts.isArrayTypeNode(node)) return `${typeText(node.elementType, resolve)}[]`;
  if (ts.isParenthesizedTypeNode(node)) return typeText(node.type, resolve);
  if (ts.isTypeReferenceNode(node)) {
    const [argument] = node.typeArguments ?? [];
    return argument === undefined ? resolve(qualifiedName(node.typeName)) : typeText(argument, resolve);
  }
  const text = ts.tokenToString(node.kind) ?? 'any';
  return primitives.has(text) ? text : 'any';
};

const membersOf = (node: ts.TypeNode): readonly string[] =>
  (ts.isUnionTypeNode(node) ? node.types : [node]).flatMap((member) =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? [member.literal.text] : [],
  );

type Declaration = { readonly space: string; readonly statement: ts.Statement };

const declarationsOf = (statements: readonly ts.Statement[], space: string): readonly Declaration[] =>
  statements.flatMap((statement) =>
    ts.isModuleDeclaration(statement)
      ? declarationsOf(statementsOf(statement), graphName(namespaceName(statement)))
      : [{ space, statement }],
  );

const nameOf = ({ space, statement }: Declaration): string | undefined => {
  if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return undefined;
  const name = graphName(statement.name.text);
  return space === '' ? name : `${space}.${name}`;
};

const declaredType = (
  statement: ts.Statement,
  resolve: (parts: readonly string[]) => string,
): DeclaredType | undefined => {
  if (ts.isTypeAliasDeclaration(statement)) {
    const members = membersOf(statement.type);
    return members.length === 0 ? undefined : { kind: 'enum', members };
  }
  if (!ts.isInterfaceDeclaration(statement)) return undefined;
  const base = statement.heritageClauses?.[0]?.types[0]?.expression;
  const properties = new Map<string, string>();
  for (const member of statement.members)
    if (ts.isPropertySignature(member) && member.type !== undefined && ts.isIdentifier(member.name))
      properties.set(member.name.text, typeText(member.type, resolve));
  return { kind: 'interface', ...(base && { base: resolve(expressionName(base)) }), properties };
};

/** Parses the declarations of one file, such as `microsoft-graph.d.ts` in Microsoft's packages. */
export const readTypeDeclarations = (text: string): ReadonlyMap<string, DeclaredType> => {
  const source = ts.createSourceFile('microsoft-graph.d.ts', text, ts.ScriptTarget.Latest, false);
  const declarations = declarationsOf(source.statements, '');
  const names = new Set(declarations.flatMap((declaration) => nameOf(declaration) ?? []));
  const types = new Map<string, DeclaredType>();
  for (const declaration of declarations) {
    const name = nameOf(declaration);
    const type = declaredType(declaration.statement, resolver(declaration.space, names));
    if (name !== undefined && type !== undefined) types.set(name, type);
  }
  return types;
};

/** Reads an installed `@microsoft/microsoft-graph-types` or `-beta`; throws TypesPackageError. */
export const readTypesPackage = (folder: string): TypesPackage => {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const types = readTypeDeclarations(readFileSync(join(folder, 'microsoft-graph.d.ts'), 'utf8'));
    return { name: String(name), version: String(version), types };
  } catch (error) {
    throw new TypesPackageError(
      `no types package in ${folder}: expected package.json and microsoft-graph.d.ts of @microsoft/microsoft-graph-types`,
      { cause: error },
    );
  }
};

/**
 * Prints figures about the structure of the sources: `npx tsx scripts/measure-structure.ts [--json]`.
 *
 * Method. Tests (`*.test.ts`, `testing/`) and generated files never count.
 * - Closure: the files that src/proxy/handle-call.ts reaches through imports and re-exports; type imports are left out, as
 *   dependency-cruiser's `type-only` does.
 * - Hops: calls from handleCall to the check of one path parameter. The chain is declared below and verified against the
 *   sources: each function holds the call that leads to the next one, which defines a member of that name.
 * - Types: the named types of src/ in the signatures of the functions that handleCall calls, and of the calls of the chain.
 *   Unions, arrays, promises and unnamed objects are looked into; named types count once and are not looked into, nor are
 *   `Pick` and `Extract` of them. Types of functions are tools rather than data and don't count, nor does the health check,
 *   which isn't a call to Graph.
 * - Lines: all lines of src/, by module, beside those of commit ce29b5e before the layout (its modules in today's places).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = 'src/proxy/handle-call.ts';

/** Each function with the call to the next one. The last function is the check. */
const chain = [
  { file: entry, name: 'createProxy', calls: 'matcher.match' },
  { file: 'src/rule-forms/prepared.ts', name: 'prepareMatcher', calls: 'matcher.match' },
  { file: 'src/rules/match/match-endpoint.ts', name: 'prepareMatcher', calls: 'path.match' },
  { file: 'src/rules/match/match-path.ts', name: 'preparePath', calls: 'segments[index]?.read' },
  { file: 'src/rules/match/match-path.ts', name: 'parameter', calls: 'prepareValue' },
] as const;

/** Lines of src/ at ce29b5e. */
const linesBefore = 37_523;
const longestFile = 400;

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const parse = (file: string): ts.SourceFile => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);

const isCounted = (file: string): boolean =>
  /\.tsx?$/.test(file) && !/\.test\.ts$|\.generated\.ts$|\/(?:testing|generated)\//.test(file);

const bindsTypesOnly = (statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean => {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
};

const importsOf = (file: string): readonly string[] =>
  parse(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const from = statement.moduleSpecifier;
    if (from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith('.') || bindsTypesOnly(statement))
      return [];
    return [relative(root, join(root, dirname(file), from.text))];
  });

const closureOf = (file: string): ReadonlySet<string> => {
  const reached = new Set([file]);
  for (const each of reached) for (const imported of importsOf(each)) reached.add(imported);
  return reached;
};

const declared = (file: ts.SourceFile, name: string): ts.Node | undefined =>
  file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => declaration.name.getText() === name);

const callsIn = (node: ts.Node): readonly ts.CallExpression[] => {
  const calls: ts.CallExpression[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isCallExpression(each)) calls.push(each);
    each.forEachChild(visit);
  };
  visit(node);
  return calls;
};

/** Returns the calls of the chain, in order. Throws if the sources no longer contain one of them. */
const chainCalls = (sourceOf: (file: string) => ts.SourceFile | undefined): readonly ts.CallExpression[] =>
  chain.map(({ file, name, calls }) => {
    const source = sourceOf(file);
    const holder = source === undefined ? undefined : declared(source, name);
    const call = holder && callsIn(holder).find(({ expression }) => expression.getText() === calls);
    if (call === undefined) throw new Error(`${name} in ${file} no longer calls ${calls}: declare the chain anew`);
    return call;
  });

const isOurs = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((each) => relative(root, each.getSourceFile().fileName).startsWith('src/')) === true;

/** Returns the named types that an unnamed type consists of. */
const partsOf = (type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] => {
  if (type.isUnionOrIntersection()) return type.types;
  if ((type.flags & ts.TypeFlags.Object) === 0) return [];
  const unnamed = type.symbol === undefined || isOurs(type.symbol);
  return [
    ...checker.getTypeArguments(type as ts.TypeReference),
    ...(unnamed ? type.getProperties().map((property) => checker.getTypeOfSymbol(property)) : []),
  ];
};

const namesIn = (types: readonly ts.Type[], checker: ts.TypeChecker): readonly string[] => {
  const names = new Set<string>();
  const queue = new Set(types);
  for (const type of queue) {
    if (type.getCallSignatures().length > 0) continue;
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.symbol : undefined);
    if (symbol !== undefined && isOurs(symbol)) names.add(symbol.name);
    else for (const part of type.aliasTypeArguments ?? partsOf(type, checker)) queue.add(part);
  }
  return [...names].sort();
};

const handleCallIn = (source: ts.SourceFile | undefined): ts.Node => {
  const maker = source && declared(source, 'createProxy');
  const made = maker && ts.isVariableDeclaration(maker) ? maker.initializer : undefined;
  const statements = made && ts.isArrowFunction(made) && ts.isBlock(made.body) ? made.body.statements : [];
  const handleCall = statements.find(ts.isReturnStatement);
  if (handleCall === undefined) throw new Error('createProxy no longer returns handleCall');
  return handleCall;
};

const typesMet = (program: ts.Program): readonly string[] => {
  const checker = program.getTypeChecker();
  const sourceOf = (file: string) => program.getSourceFile(join(root, file));
  const calls = [
    ...callsIn(handleCallIn(sourceOf(entry))).filter(({ expression }) => !/health|state$/i.test(expression.getText())),
    ...chainCalls(sourceOf).slice(1, -1),
  ];
  const types = calls.flatMap((call) => {
    const signature = checker.getResolvedSignature(call);
    if (signature === undefined) return [];
    return [...signature.getParameters().map((each) => checker.getTypeOfSymbol(each)), signature.getReturnType()];
  });
  return namesIn(types, checker);
};

const sources = (): readonly { readonly file: string; readonly lines: number }[] =>
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((file) => isCounted(file) && existsSync(join(root, file)))
    .map((file) => ({ file, lines: read(file).split('\n').length - 1 }));

/** Returns all figures. */
export const measureStructure = () => {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: ['node'],
  };
  const files = sources();
  const lengths = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const modules = new Map<string, number>();
  for (const { file, lines } of files) {
    const module = file.split('/')[1] ?? '';
    modules.set(module, (modules.get(module) ?? 0) + lines);
  }
  return {
    closure: [...closureOf(entry)].sort(),
    hops: chainCalls(parse).length - 1,
    types: typesMet(ts.createProgram([join(root, entry)], options)),
    median: lengths[Math.floor(lengths.length / 2)] ?? 0,
    tooLong: files.filter(({ lines }) => lines > longestFile),
    lines: { before: linesBefore, now: lengths.reduce((sum, each) => sum + each, 0) },
    modules: Object.fromEntries([...modules].sort()),
  };
};

const help = `Usage: npx tsx scripts/measure-structure.ts [--json]

Prints the size of the import closure of ${entry}, the calls down to the check of a
path parameter, the named types of a call, and lengths of files and modules. The method is at the head of the script.`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  const figures = values.help === true ? undefined : measureStructure();
  if (figures === undefined) console.log(help);
  else if (values.json === true) console.log(JSON.stringify(figures, undefined, 2));
  else {
    console.log(`Files in the closure of ${entry}: ${figures.closure.length} (at most 90)`);
    console.log(`Calls from handleCall to the check of a path parameter: ${figures.hops} (at most 4)`);
    console.log(`Named types from Call to Reply: ${figures.types.length} (at most 15): ${figures.types.join(', ')}`);
    console.log(`Median file: ${figures.median} lines`);
    console.log(`Files over ${longestFile} lines: ${figures.tooLong.map(({ file }) => file).join(', ') || 'none'}`);
    console.log(`Lines of src/: ${figures.lines.now} (${figures.lines.before} at ce29b5e)`);
    for (const [module, lines] of Object.entries(figures.modules)) console.log(`  ${module.padEnd(16)}${lines}`);
  }
}

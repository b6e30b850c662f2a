import ts from 'typescript';
import { Lexer } from 'yaml';

/** A piece of prose and its first line. */
export type Prose = { readonly line: number; readonly text: string };

/** Returns Markdown without code, link targets, tags and front matter. */
export const markdownProse = (text: string): readonly Prose[] => {
  const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ');
  const plain = text
    .replaceAll(/^```[\s\S]*?^```/gm, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/`[^`\n]*`/g, blank)
    .replaceAll(/\]\([^)\n]*\)/g, blank)
    .replaceAll(/<[^>\n]*>/g, blank);
  return plain.split('\n').map((line, index) => ({ line: index + 1, text: line }));
};

const commentText = (raw: string): string =>
  raw
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^\s*(?:\/\/|\*) ?/gm, '')
    .replaceAll(/`[^`]*`/g, ' ');

/** Returns the comments of a YAML file, one for each line. */
export const yamlComments = (text: string): readonly Prose[] => {
  const comments: Prose[] = [];
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#')) comments.push({ line, text: token.slice(1).replaceAll(/`[^`]*`/g, ' ') });
    line += token.split('\n').length - 1;
  }
  return comments;
};

const isImport = (node: ts.Node): boolean =>
  ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node);

const messageTexts = (node: ts.Node): readonly (ts.LiteralLikeNode | ts.JsxText)[] => {
  if (isImport(node)) return [];
  const here =
    ts.isStringLiteralLike(node) ||
    ts.isJsxText(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node);
  const below: (ts.LiteralLikeNode | ts.JsxText)[] = here ? [node as ts.LiteralLikeNode | ts.JsxText] : [];
  ts.forEachChild(node, (child) => {
    below.push(...messageTexts(child));
  });
  return below;
};

/**
 * Returns the comments and messages of a TypeScript or JavaScript file. A message is a literal of at least three words.
 */
export const codeProse = (
  file: string,
  text: string,
): { readonly comments: readonly Prose[]; readonly messages: readonly Prose[] } => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (at: number): number => source.getLineAndCharacterOfPosition(at).line + 1;
  const seen = new Set<number>();
  const comments: Prose[] = [];
  const visit = (node: ts.Node): void => {
    const leading = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
    const trailing = ts.getTrailingCommentRanges(text, node.getEnd()) ?? [];
    for (const { pos, end } of [...leading, ...trailing]) {
      if (seen.has(pos)) continue;
      seen.add(pos);
      comments.push({ line: lineOf(pos), text: commentText(text.slice(pos, end)) });
    }
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  const messages = messageTexts(source)
    .filter((node) => (node.text.match(/[a-z]{2,}/gi)?.length ?? 0) >= 3)
    .map((node) => ({ line: lineOf(node.getStart(source)), text: node.text.replaceAll(/`[^`]*`/g, ' ') }));
  return { comments, messages };
};

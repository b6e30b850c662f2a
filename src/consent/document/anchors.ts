import type { Block } from './blocks.ts';

/** The anchor of a heading, as GitHub makes it of the heading's text. */
export const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Headings of the first level in a document's parts: text and anchor, in their order. */
export const chapters = (blocks: readonly Block[]): readonly (readonly [text: string, anchor: string])[] =>
  blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [[block.text, anchorOf(block.text)] as const] : [],
  );

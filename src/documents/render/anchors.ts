import type { Block } from './blocks.ts';

/** Returns the anchor that GitHub generates from a heading. */
export const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Chapters after a document's table of contents: heading and anchor, in order. */
export const chapters = (blocks: readonly Block[]): readonly (readonly [text: string, anchor: string])[] =>
  blocks
    .slice(blocks.findIndex(({ kind }) => kind === 'contents'))
    .flatMap((block) =>
      block.kind === 'heading' && block.level === 2 ? [[block.text, anchorOf(block.text)] as const] : [],
    );

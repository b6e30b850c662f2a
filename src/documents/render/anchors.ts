import type { Block } from './blocks.ts';

/** The anchor of a heading, as GitHub makes it of the heading's text. */
export const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Chapters that follow a document's list of contents: heading and anchor, in their order. */
export const chapters = (blocks: readonly Block[]): readonly (readonly [text: string, anchor: string])[] =>
  blocks
    .slice(blocks.findIndex(({ kind }) => kind === 'contents'))
    .flatMap((block) =>
      block.kind === 'heading' && block.level === 2 ? [[block.text, anchorOf(block.text)] as const] : [],
    );

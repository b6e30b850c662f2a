import type { Block } from './blocks.ts';

/** Returns the anchor that GitHub generates from a heading. */
export const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Anchors of a document's chapters. Like GitHub, numbers those of equal headings. */
export const anchorsOf = (blocks: readonly Block[]): ReadonlyMap<Block, string> => {
  const counts = new Map<string, number>();
  const anchors = new Map<Block, string>();
  for (const block of blocks) {
    if (block.kind !== 'heading') continue;
    const anchor = anchorOf(block.text);
    const before = counts.get(anchor) ?? 0;
    counts.set(anchor, before + 1);
    if (block.level === 2) anchors.set(block, before === 0 ? anchor : `${anchor}-${before}`);
  }
  return anchors;
};

/** Chapters after a document's table of contents: heading and anchor, in order. */
export const chapters = (blocks: readonly Block[]): readonly (readonly [text: string, anchor: string])[] => {
  const anchors = anchorsOf(blocks);
  return blocks.slice(blocks.findIndex(({ kind }) => kind === 'contents')).flatMap((block) => {
    const anchor = anchors.get(block);
    return block.kind === 'heading' && anchor !== undefined ? [[block.text, anchor] as const] : [];
  });
};

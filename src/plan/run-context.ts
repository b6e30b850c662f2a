import type { Pseudonyms } from '../pseudonyms/index.ts';

/** What a run needs of the call it serves; nothing here knows a request. */
export type RunContext = {
  readonly pseudonyms: Pseudonyms;
  /** Turns an upstream link into a link on the proxy; undefined when no endpoint of the file can follow it. */
  readonly seal: (link: UpstreamLink) => string | undefined;
  readonly random: (bytes: number) => Uint8Array;
};

export type UpstreamLink = {
  /** As Graph wrote it. */
  readonly url: string;
  readonly kind: 'page' | 'delta';
  /** As rules of Psoxy's form left it; those may put tokens into links. */
  readonly written?: string;
};

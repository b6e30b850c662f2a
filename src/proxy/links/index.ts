/** Paging and delta links: sealed on the way out, opened and followed on the way in. */
export { type Followed, followLink, type GivenLink, givenLink } from './follow-link.ts';
export { readLinkTarget } from './normalize-link.ts';
export { createSealer, linkPath, type SealingCall } from './seal-links.ts';

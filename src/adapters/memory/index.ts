/** Ports fulfilled from memory: for work offline, the demo and tests. */
export { ephemeralKeyring, fixedKeyrings } from './keyrings.ts';

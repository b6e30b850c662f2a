/** In-memory implementations of ports, for offline work, the demo and tests. */
export { ephemeralKeyring, fixedKeyrings } from './keyrings.ts';

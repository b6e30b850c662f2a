/** Ports fulfilled by Node itself: files, clock, HTTP. */
export { keyringFile, openKeyringFile } from './keyring-file.ts';

/** Keys of a token service on this machine. */
export { type AccessKeys, AccessKeysError, accessKeysFile, ephemeralAccessKeys } from './access-keys-file.ts';
export { localMacs, localSigner, makeSigningKey, type PrivateJwk, publicKeyOf } from './local-keys.ts';

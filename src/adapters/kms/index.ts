/** Keys of the token service in AWS KMS: signing and message authentication codes. */
export { kmsMacs, kmsSigner } from './kms-keys.ts';

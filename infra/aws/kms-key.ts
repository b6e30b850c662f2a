import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias/index.js';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { Construct } from 'constructs';
import { withAddress } from '../with-address.ts';
import type { Policy } from './policies/policy.ts';

export type OwnKmsKeyProps = {
  readonly address: string;
  readonly alias: string;
  readonly description: string;
  readonly policy: Policy;
  /** `codes`: HMAC-SHA-256. `signatures`: RSA of 2,048 bits. @default encrypts, with yearly rotation */
  readonly use?: 'codes' | 'signatures';
  /** If true, Terraform refuses to destroy the key. */
  readonly preventDestroy: boolean;
};

/** Terraform addresses of a key and its alias. */
export const ownKeyAddresses = (address: string): readonly string[] => [
  `aws_kms_key.${address}`,
  `aws_kms_alias.${address}`,
];

/** KMS rotates keys for encryption only. */
const kinds = {
  encryption: { enableKeyRotation: true },
  codes: { customerMasterKeySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC' },
  signatures: { customerMasterKeySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY' },
} as const;

/** A KMS key with a 30-day waiting period for deletion. */
export class OwnKmsKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: OwnKmsKeyProps) {
    super(scope, id);
    const key = withAddress(
      props.address,
      new KmsKey(this, 'key', {
        description: props.description,
        ...kinds[props.use ?? 'encryption'],
        deletionWindowInDays: 30,
        policy: JSON.stringify(props.policy),
        ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
      }),
    );
    withAddress(props.address, new KmsAlias(this, 'alias', { name: props.alias, targetKeyId: key.keyId }));
    this.arn = key.arn;
  }
}

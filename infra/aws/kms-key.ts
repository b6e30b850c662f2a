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
  /** If true, Terraform refuses to destroy the key. */
  readonly preventDestroy: boolean;
};

/** Terraform addresses of a key and its alias. */
export const ownKeyAddresses = (address: string): readonly string[] => [
  `aws_kms_key.${address}`,
  `aws_kms_alias.${address}`,
];

/** A KMS key with yearly rotation and a 30-day waiting period for deletion. */
export class OwnKmsKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: OwnKmsKeyProps) {
    super(scope, id);
    const key = withAddress(
      props.address,
      new KmsKey(this, 'key', {
        description: props.description,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: JSON.stringify(props.policy),
        ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
      }),
    );
    withAddress(props.address, new KmsAlias(this, 'alias', { name: props.alias, targetKeyId: key.keyId }));
    this.arn = key.arn;
  }
}

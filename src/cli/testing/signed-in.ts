/** An engineer who is signed in to AWS through IAM Identity Center, and to Azure. */
export const account = '111122223333';
export const region = 'eu-central-1';
export const tenantId = '11111111-2222-3333-4444-555555555555';
export const issuer = 'https://abc.tokens.sts.global.api.aws';
export const roleName = 'AWSReservedSSO_Platform_0123456789abcdef';
export const keysRole = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}/${roleName}`;

/** The AWS CLI and the Azure CLI, as far as `graphveil init` asks them. */
export const signedIn: Readonly<Record<'aws' | 'az', string>> = {
  aws: `case "$*" in
  "sts get-caller-identity"*) echo '{"Account":"${account}","Arn":"arn:aws:sts::${account}:assumed-role/${roleName}/someone"}' ;;
  "configure get region") echo ${region} ;;
  *) exit 1 ;;
esac`,
  az: `case "$*" in
  "account show"*) echo '{"tenantId":"${tenantId}","environmentName":"AzureCloud"}' ;;
  *) exit 1 ;;
esac`,
};

/** The parts of a caller's ARN that name a role or user. */
export type CallerIdentity =
  | { readonly kind: 'role'; readonly name: string; readonly arn: string }
  | { readonly kind: 'user'; readonly arn: string }
  | { readonly kind: 'other' };

const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[^/]+$/;
const user = /^arn:[\w-]+:iam::\d{12}:user\/[\w+=,.@/-]+$/;

/**
 * Reads the ARN that `aws sts get-caller-identity` prints. The ARN of a session doesn't have the path of its role, so
 * that `arn` is right only for a role without one.
 */
export const identityIn = (callerArn: string): CallerIdentity => {
  const [, partition, account, name] = session.exec(callerArn) ?? [];
  if (name !== undefined) return { kind: 'role', name, arn: `arn:${partition}:iam::${account}:role/${name}` };
  return user.test(callerArn) ? { kind: 'user', arn: callerArn } : { kind: 'other' };
};

/** Roles of IAM Identity Center, which always have a path. */
export const hasPath = (roleName: string): boolean => roleName.startsWith('AWSReservedSSO_');

/** Returns the role of a session's ARN as people can put it into settings. Undefined for any other text. */
export const roleOfSession = (text: string): string | undefined => {
  const caller = identityIn(text);
  if (caller.kind !== 'role') return undefined;
  const query = `aws iam get-role --role-name ${caller.name} --query Role.Arn`;
  return hasPath(caller.name) ? `the ARN that ${query} prints` : `${caller.arn}, or with a path as ${query} prints it`;
};

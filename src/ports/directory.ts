/** A group as the directory describes it. */
export type DirectoryGroup = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'microsoft-365' | 'security' | 'mail-enabled-security' | 'distribution';
  /** Rules of the directory choose its members. */
  readonly dynamic: boolean;
  /** Members are hidden from applications that lack `Member.Read.Hidden`. */
  readonly hidden: boolean;
  /**
   * Whether the directory manages owners of such a group. It doesn't for distribution groups, mail-enabled security groups, and
   * groups that are synchronized from on-premises.
   */
  readonly canHaveOwners: boolean;
};

/** Groups, their owners and their people. All ids are object ids in lower case. Rejects only with a `DirectoryFault`. */
export type Directory = {
  /** Undefined if the group doesn't exist. */
  readonly group: (id: string) => Promise<DirectoryGroup | undefined>;
  /** People who own the group now. */
  readonly owners: (id: string) => Promise<readonly string[]>;
  /** People in the group, those of nested groups included. */
  readonly people: (id: string) => Promise<readonly string[]>;
};

/**
 * `not-permitted`: the application lacks `GroupMember.Read.All` or its consent; `too-large`: more people than can be compared;
 * `unavailable`: anything else.
 */
export type DirectoryFaultKind = 'unavailable' | 'not-permitted' | 'too-large';

/** The message is only the kind, because messages of a directory can contain names. */
export class DirectoryFault extends Error {
  readonly kind: DirectoryFaultKind;

  constructor(kind: DirectoryFaultKind, cause?: unknown) {
    super(`directory ${kind}`, { cause });
    this.name = 'DirectoryFault';
    this.kind = kind;
  }
}

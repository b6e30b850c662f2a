/** The result of one attack. */
export type Finding = {
  readonly attack: string;
  readonly measure: string;
  /** Its result when replies kept Graph's order. */
  readonly before: number;
  readonly after: number;
  /** What guessing gives. */
  readonly chance?: number;
  /** False where the attack works: more than chance allows. Absent where the figure is documented, not bounded. */
  readonly holds?: boolean;
};

/** How much is measured. */
export type Effort = {
  /** Keyrings that pages are sanitized under; each gives another order of tokens. */
  readonly keyrings: number;
  readonly progress: (text: string) => void;
};

/** A file of this folder that attacks. */
export type Attack = (effort: Effort) => Promise<readonly Finding[]>;

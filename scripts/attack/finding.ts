/** The result of one attack. */
export type Finding = {
  readonly attack: string;
  readonly measure: string;
  /** Its result when replies still kept Graph's order. */
  readonly before: number;
  readonly after: number;
  /** The result of guessing. */
  readonly chance?: number;
  /** False if the attack succeeds more often than chance allows. Absent if the figure is only documented. */
  readonly holds?: boolean;
};

/** The extent of the measurement. */
export type Effort = {
  /** Number of keyrings that pages are sanitized under. Each gives a different order of tokens. */
  readonly keyrings: number;
  readonly progress: (text: string) => void;
};

/** An attack in a file of this folder. */
export type Attack = (effort: Effort) => Promise<readonly Finding[]>;

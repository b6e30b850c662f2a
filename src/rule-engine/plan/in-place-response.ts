/** The sanitized shape of an in-place endpoint's answer. */
export type InPlaceResponse = {
  readonly form: 'in-place';
  /** `collection` is `{value: [entity]}` with paging links; `delta` adds delta links and `@removed`. */
  readonly shape: 'entity' | 'collection' | 'delta';
  /** Index into `plan.nodes` of the entity's node. */
  readonly root: number;
};

export type ResponseNode = unknown;

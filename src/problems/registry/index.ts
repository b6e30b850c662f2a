type Entry = {
  /** HTTP status. */
  readonly status: 400 | 404 | 409 | 412;
  /** One sentence for people. */
  readonly message: string;
  readonly cause: string;
  readonly remedy: string;
};

/** Codes of refusals of the registry of connectors, in the console, its API and the command line. */
export const registryProblems = {
  'Registry.ConnectorUnknown': {
    status: 404,
    message: 'No connector has this name.',
    cause: 'The settings don’t name it, and the catalogue doesn’t list it.',
    remedy: 'Look it up in the list of connectors; a new one begins with `graphveil new-source`.',
  },
  'Registry.SourceNotAvailable': {
    status: 409,
    message: 'This connector isn’t available yet.',
    cause: 'The catalogue lists it as coming soon, so there are no rules that could sanitize its data.',
    remedy:
      'Describe what you need to the contact of the deployment, or write a source of your own (docs/guides/add-a-source.md).',
  },
  'Registry.NotDeployed': {
    status: 409,
    message: 'The settings of this deployment have no such connector.',
    cause: 'The source is in the catalogue, but the settings file doesn’t name it, so no function serves it.',
    remedy: 'Add it to `sources` of the settings file, and deploy.',
  },
  'Registry.SecretNotWanted': {
    status: 400,
    message: 'Graphveil takes no client secret of your tenant.',
    cause:
      'Connectors sign in with a federated credential, so there is nothing to store. The value was neither kept nor written to a log.',
    remedy: 'Delete the secret in Entra, since it left its place, and copy the federated values instead.',
  },
  'Registry.ChangeInvalid': {
    status: 400,
    message: 'Some fields need a correction.',
    cause: 'A field is unknown, or has a value that the connector’s source or Azure doesn’t allow.',
    remedy: 'Correct the fields that the reply names.',
  },
  'Registry.ChangedMeanwhile': {
    status: 412,
    message: 'Somebody else changed this connector since you read it.',
    cause: 'The expected version isn’t the stored one. Nothing was changed.',
    remedy: 'Look at the listed changes, make the plan again, and apply it.',
  },
  'Registry.ConfirmationInvalid': {
    status: 409,
    message: 'The confirmation doesn’t belong to the current plan, or its ten minutes are over.',
    cause: 'Clients, grants or the connector changed since the plan was made, or it took longer than ten minutes.',
    remedy: 'Make the plan of the removal again, read its counts, and confirm it.',
  },
  'Registry.ConnectorDeleted': {
    status: 409,
    message: 'This connector was deleted.',
    cause: 'It refuses every call, and a plan for it can only configure it again.',
    remedy: 'Configure it again with its client id, or remove it from the settings file and deploy.',
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type RegistryCode = keyof typeof registryProblems;

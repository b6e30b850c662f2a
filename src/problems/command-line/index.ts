/** The closed list of messages that end a command. */
export {
  type CliArgs,
  type CliCode,
  type CliKey,
  describeFailure,
  type ExitKind,
  failureExamples,
} from './describe-failure.ts';

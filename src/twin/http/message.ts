/** A request as the twin's services read it: header names lower case, body as text. */
export type TwinCall = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An answer: `json` is written as a document, `bytes` as they are. */
export type TwinAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
};

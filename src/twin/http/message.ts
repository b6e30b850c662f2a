/** A request to the twin's services: lower-case header names, body as text. */
export type TwinCall = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A response: `json` is sent as a document, `bytes` are sent unchanged. */
export type TwinAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
};

import { availableParallelism } from 'node:os';
import type { Transferable } from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import { Fault } from '../../problems/index.ts';
import type { Offload, ResponseToSanitize, SanitizeResult, SanitizingConnector } from '../../proxy/index.ts';
import type { Keyring, KeyringDocument } from '../../pseudonyms/index.ts';

/** One response for a thread, with the keyring that the call has opened. */
export type PageTask = {
  readonly connector: string;
  readonly page: ResponseToSanitize;
  readonly keyring: KeyringDocument;
};

export type PageWorkersOptions = {
  /** The bundle of `page-worker.ts`. */
  readonly worker: URL;
  readonly connectors: readonly SanitizingConnector[];
  /** The document of an opened keyring; a thread opens its own. */
  readonly documentOf: (keyring: Keyring) => KeyringDocument | undefined;
  /** @default one for each processor but one */
  readonly threads?: number;
  /** Heap of a thread, in MB. A page that needs more is refused. @default 1,024 */
  readonly heapMb?: number;
  /** Smaller responses are sanitized in the calling thread, in a few milliseconds. @default 128 KiB */
  readonly leastBytes?: number;
  /** Bytes of responses that may wait, including those in work. A single one always may. @default 256 MiB */
  readonly mostBytes?: number;
};

export type PageWorkers = {
  readonly offload: (connector: string) => Offload;
  /** Ends all threads. */
  readonly stop: () => Promise<void>;
};

const [defaultLeast, defaultMost] = [128 * 1024, 256 * 1024 * 1024];

/** Seconds until the waiting responses are done, at least for the most part. */
const retryAfter = '5';

const busy = (): Fault => new Fault({ code: 'Graphveil.Busy', headers: { 'retry-after': retryAfter } });

/** Returns the memory of bytes that nothing else uses, so that it can move to another thread uncopied. */
const ownMemory = ({ buffer, byteLength }: Uint8Array): readonly Transferable[] =>
  buffer instanceof ArrayBuffer && byteLength > 0 && buffer.byteLength === byteLength ? [buffer] : [];

const faultOf = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new Fault({ code: 'Graphveil.UpstreamTooLarge' }, error)
    : error;

/**
 * Threads that sanitize large responses, so that the event loop stays free for other calls. They start with the first such
 * response. Rejects with `Graphveil.Busy` if too much waits.
 */
export const createPageWorkers = (options: PageWorkersOptions): PageWorkers => {
  const { worker, connectors, documentOf, leastBytes = defaultLeast, mostBytes = defaultMost } = options;
  const { threads = Math.max(1, availableParallelism() - 1), heapMb = 1_024 } = options;
  let pool: Tinypool | undefined;
  let waiting = 0;

  const start = (): Tinypool => {
    pool ??= new Tinypool({
      filename: worker.href,
      name: 'sanitizePage',
      // Tinypool replaces a thread that has died only up to this number.
      minThreads: threads,
      maxThreads: threads,
      workerData: connectors,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    return pool;
  };

  const run = async (task: PageTask): Promise<SanitizeResult> => {
    const { body } = task.page.response;
    const { length } = body;
    if (waiting > 0 && waiting + length > mostBytes) throw busy();
    waiting += length;
    try {
      return (await start().run(task, { transferList: ownMemory(body) })) as SanitizeResult;
    } catch (error) {
      throw faultOf(error);
    } finally {
      waiting -= length;
    }
  };

  return {
    offload: (connector) => (page, keyring) => {
      const document = page.response.body.length < leastBytes ? undefined : documentOf(keyring);
      return document === undefined ? undefined : run({ connector, page, keyring: document });
    },
    stop: async () => {
      await pool?.destroy();
    },
  };
};

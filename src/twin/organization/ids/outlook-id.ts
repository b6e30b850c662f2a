import { createHash } from 'node:crypto';

export type OutlookKind = 'calendar' | 'folder' | 'event' | 'message' | 'attachment';

/** The decoded content of an Outlook id of the twin. */
export type OutlookThing = {
  readonly kind: OutlookKind;
  readonly mailboxId: string;
  readonly number: number;
  /** Number of the occurrence in its series, from 1; 0 if this isn't an occurrence. */
  readonly occurrence: number;
};

const kinds: readonly OutlookKind[] = ['calendar', 'folder', 'event', 'message', 'attachment'];
const entryHead = Buffer.from([0x00, 0x03, 0x24, 0x00]);
const conversationHead = Buffer.from([0x00, 0x04, 0x24, 0x00]);
const immutableHead = Buffer.from('0009002e00000000001d840311aa6611cd9bc800aa002f845a0d00', 'hex');
const guidLength = 36;

const filler = (text: string, length: number): Buffer => createHash('sha256').update(text).digest().subarray(0, length);

/** Outlook's variant of base64: `-` for `/` and `_` for `+`. */
const spell = (bytes: Buffer): string => bytes.toString('base64').replaceAll('/', '-').replaceAll('+', '_');
const unspell = (text: string): Buffer => Buffer.from(text.replaceAll('-', '/').replaceAll('_', '+'), 'base64');

const tail = ({ kind, number, occurrence }: OutlookThing): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(kinds.indexOf(kind), 0);
  bytes.writeUInt32BE(number, 1);
  bytes.writeUInt16BE(occurrence, 5);
  return bytes;
};

/** Encodes an item id as Outlook does: base64, with the mailbox GUID in ASCII inside. */
export const outlookId = (thing: OutlookThing): string =>
  spell(
    Buffer.concat([
      entryHead,
      Buffer.from(thing.mailboxId, 'ascii'),
      Buffer.from('00460000000000', 'hex'),
      filler(thing.mailboxId, 16),
      Buffer.from('0700', 'hex'),
      filler(`${thing.mailboxId} ${thing.kind}`, 32),
      tail(thing),
    ]),
  );

/** Encodes the same item for `Prefer: IdType="ImmutableId"`. The result contains the mailbox GUID too. */
export const immutableId = (thing: OutlookThing): string =>
  spell(
    Buffer.concat([immutableHead, Buffer.from(thing.mailboxId, 'ascii'), filler(thing.mailboxId, 12), tail(thing)]),
  );

/** Returns the id of a conversation in one mailbox. */
export const conversationId = (mailboxId: string, key: string): string =>
  spell(
    Buffer.concat([conversationHead, Buffer.from(mailboxId, 'ascii'), Buffer.from('001000', 'hex'), filler(key, 16)]),
  );

/** Decodes either form. Returns undefined for any other text. */
export const readOutlookId = (id: string): OutlookThing | undefined => {
  const bytes = unspell(id);
  const head = bytes.subarray(0, 4).equals(entryHead) ? entryHead.length : immutableHead.length;
  const known = head === entryHead.length || bytes.subarray(0, head).equals(immutableHead);
  const end = bytes.subarray(-9);
  const kind = kinds[end[0] ?? 255];
  if (!known || bytes.length < head + guidLength + 9 || kind === undefined) return undefined;
  return {
    kind,
    mailboxId: bytes.toString('ascii', head, head + guidLength),
    number: end.readUInt32BE(1),
    occurrence: end.readUInt16BE(5),
  };
};

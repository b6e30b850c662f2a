import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { deriveKey } from './primitives.ts';
import type { DomainHandling, Pseudonyms } from './pseudonyms.ts';
import { createTokenHash, firstFree, tokenHashFault } from './token-hash.ts';
import { type TokenKindName, tokenKinds, type ValueKind } from './token-kinds.ts';
import type { V1Epoch } from './v1-epoch.ts';
import { v1Pseudonyms } from './v1-tokens.ts';

const root = (fill: number): Buffer => Buffer.alloc(32, fill);

const pseudonymsOf = (number: number): Pseudonyms => {
  const epoch: V1Epoch = {
    number,
    series: {
      pseudonymKey: deriveKey(root(1), 'pseudonym'),
      domainKey: deriveKey(root(1), 'domain'),
      settings: { plusTags: 'drop', ownDomains: new Set() },
    },
    nonceKey: deriveKey(root(number), 'nonce'),
    encryptionKey: deriveKey(root(number), 'encryption'),
  };
  return v1Pseudonyms(epoch, new Map([[number, epoch]]));
};

type Asked = readonly [value: string, kind: ValueKind, reversible: boolean, domain: DomainHandling];

const oneByOne = ({ pseudonymize }: Pseudonyms, asked: readonly Asked[]): readonly string[] =>
  asked.map(([value, kind, reversible, domain]) => pseudonymize(value, kind, { reversible, domain }).token);

const together = ({ batch }: Pseudonyms, asked: readonly Asked[]): readonly string[] => {
  const made = batch?.();
  if (made === undefined) throw new Error('no batches');
  let end = 3;
  const slices = asked.map(([value, kind, reversible, domain]) => {
    const from = end;
    end += made.add(value, kind, { reversible, domain }) + 1;
    return { from, to: end - 1 };
  });
  const target = Buffer.alloc(end, '#');
  made.write(
    target,
    slices.map(({ from }) => from),
  );
  // Nothing is written beside the tokens.
  expect(target.toString('latin1').replaceAll(/[tp]~[A-Za-z0-9_@.~-]+/g, '')).toMatch(/^#+$/);
  return slices.map(({ from, to }) => target.toString('latin1', from, to));
};

const kinds = (Object.keys(tokenKinds) as TokenKindName[]).filter((kind) => kind !== 'rule-text');
const values = [
  'avery.quinn@contoso.example',
  'Avery Quinn <Avery.Quinn+x@BÜCHER.example>',
  '0a1b2c3d-0000-4000-8000-00000000000F',
  'é'.repeat(700),
  'x',
  '19:meeting_ZmFicmlrYW0@thread.v2',
  '../steps',
  ' ',
];

describe('a batch of v1 tokens', () => {
  const pseudonyms = pseudonymsOf(7);

  it.each(kinds)('has the tokens of kind %s that are made one by one', (kind) => {
    const asked = values.flatMap((value) =>
      (['keep', 'drop', 'hash'] as const).flatMap((domain): Asked[] => [
        [value, kind, true, domain],
        [value, kind, false, domain],
      ]),
    );
    expect(together(pseudonyms, asked)).toEqual(oneByOne(pseudonyms, asked));
  });

  it('has them for texts of every length up to several blocks', () => {
    const asked = Array.from(
      { length: 400 },
      (_, length): Asked => ['y'.repeat(length + 1), 'event-id', length % 3 > 0, 'drop'],
    );
    expect(together(pseudonyms, asked)).toEqual(oneByOne(pseudonyms, asked));
  });

  it('has them for more than the memory holds at a time', () => {
    const asked = Array.from(
      { length: 300 },
      (_, index): Asked => [`${index}${'é'.repeat(1_900)}`, 'chat-id', true, 'drop'],
    );
    expect(together(pseudonyms, asked)).toEqual(oneByOne(pseudonyms, asked));
  });

  it('has them for long texts and for places of rules', () => {
    const asked: readonly Asked[] = [
      ['z'.repeat(3_000), 'chat-id', true, 'drop'],
      ['a', 'chat-id', true, 'drop'],
      ['text', 'rule-text/rules.yaml#1', true, 'drop'],
    ];
    expect(together(pseudonyms, asked)).toEqual(oneByOne(pseudonyms, asked));
  });

  it('is empty after it is cleared or written', () => {
    const batch = pseudonyms.batch?.();
    batch?.add('one', 'chat-id', { reversible: true, domain: 'drop' });
    batch?.clear();
    const length = batch?.add('two', 'chat-id', { reversible: true, domain: 'drop' }) ?? 0;
    const target = Buffer.alloc(length);
    batch?.write(target, [0]);
    expect(target.toString('latin1')).toBe(pseudonyms.tokenize('two', 'chat-id'));
    target.fill(0);
    batch?.write(target, []);
    expect(target.equals(Buffer.alloc(length))).toBe(true);
  });

  it('depends on the epoch as single tokens do', () => {
    const asked: readonly Asked[] = [['one', 'chat-id', true, 'drop']];
    expect(together(pseudonymsOf(8), asked)).toEqual(oneByOne(pseudonymsOf(8), asked));
    expect(together(pseudonymsOf(8), asked)).not.toEqual(together(pseudonyms, asked));
  });

  it('has them for any texts', () => {
    const one = fc.tuple(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(...kinds),
      fc.boolean(),
      fc.constantFrom<DomainHandling>('keep', 'drop', 'hash'),
    );
    fc.assert(
      fc.property(fc.array(one, { maxLength: 9 }), (asked) => {
        expect(together(pseudonyms, asked)).toEqual(oneByOne(pseudonyms, asked));
      }),
      { numRuns: 60 },
    );
  });

  it('is made of single tokens where the platform has no WebAssembly', () => {
    const { WebAssembly: module } = globalThis as { WebAssembly?: unknown };
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    try {
      const asked: readonly Asked[] = [
        ['one', 'chat-id', true, 'drop'],
        ['avery.quinn@contoso.example', 'mail-address', false, 'keep'],
      ];
      const alone = pseudonymsOf(9);
      expect(together(alone, asked)).toEqual(oneByOne(alone, asked));
      alone.batch?.().clear();
      expect(tokenHashFault()).toMatch(/^TypeError: /);
    } finally {
      Object.assign(globalThis, { WebAssembly: module });
    }
  });
});

describe('tokenHashFault', () => {
  it('is undefined where the module runs, and starts it for the next keyring', () => {
    expect(tokenHashFault()).toBeUndefined();
    expect(tokenHashFault()).toBeUndefined();
    const asked: readonly Asked[] = [['one', 'chat-id', true, 'drop']];
    expect(together(pseudonymsOf(8), asked)).toEqual(oneByOne(pseudonymsOf(8), asked));
    expect(together(pseudonymsOf(9), asked)).toEqual(oneByOne(pseudonymsOf(9), asked));
  });
});

describe('the module', () => {
  const started = createTokenHash();
  if (started === undefined) throw new Error('no WebAssembly');
  const { memory, addKey, authenticate, beginHash, addHash, endHash, setHashKey } = started;

  it('authenticates as node:crypto does', () => {
    const key = Buffer.alloc(32, 5);
    const texts = [0, 1, 54, 55, 56, 63, 64, 119, 120, 300, 1_000].map((length) => Buffer.alloc(length, length));
    let free = firstFree;
    const messages = texts.map((text) => {
      const at = free;
      memory.set(text, at);
      free += text.length + 128;
      return { at, length: text.length };
    });
    authenticate(addKey(key), messages);
    const made = messages.map(({ at }) => memory.toString('hex', at, at + 32));
    expect(made).toEqual(texts.map((text) => createHmac('sha256', key).update(text).digest('hex')));
  });

  it('hashes as GCM does', () => {
    const [key, nonce] = [Buffer.alloc(32, 9), Buffer.alloc(12, 3)];
    const block = (bytes: Buffer): Buffer => {
      const cipher = createCipheriv('aes-256-ecb', key, null);
      return cipher.update(bytes);
    };
    const associated = Buffer.from(Array.from({ length: 64 }, (_, index) => index * 37));
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(associated);
    const body = Buffer.concat([cipher.update(Buffer.alloc(48, 0xa7)), cipher.final()]);
    setHashKey(block(Buffer.alloc(16)).subarray(0, 16));
    memory.set(associated, firstFree);
    memory.set(body, firstFree + 64);
    memory.fill(0, firstFree + 112, firstFree + 128);
    memory.writeUInt32BE(64 * 8, firstFree + 116);
    memory.writeUInt32BE(48 * 8, firstFree + 124);
    beginHash();
    addHash(firstFree, 4);
    addHash(firstFree + 64, 4);
    endHash(firstFree + 200);
    const mask = block(Buffer.concat([nonce, Buffer.of(0, 0, 0, 1)]));
    const tag = memory.subarray(firstFree + 200, firstFree + 216).map((byte, index) => byte ^ (mask[index] ?? 0));
    expect(Buffer.from(tag).toString('hex')).toBe(cipher.getAuthTag().toString('hex'));
  });
});

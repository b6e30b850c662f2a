import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewRecord, ReadRecords, Records } from '../../ports/index.ts';
import { httpsClient, pause } from '../node/index.ts';
import { dynamodbRead } from './dynamodb-read.ts';
import { dynamodbRecords } from './dynamodb-records.ts';
import { memoryRecords } from './memory-records.ts';
import { sqliteRecords } from './sqlite-records.ts';
import { credentials, type DynamodbStandIn, region, startDynamodbStandIn, table } from './testing/dynamodb-stand-in.ts';

const begin = 1_800_000_000;
let now = begin;
const clock = (): number => now * 1000 + 400;

let aws: DynamodbStandIn;
beforeAll(async () => {
  aws = await startDynamodbStandIn();
});
afterAll(() => aws.stop());
beforeEach(() => {
  now = begin;
});

const signedReads = (more: Partial<Parameters<typeof dynamodbRead>[0]> = {}): ReadRecords =>
  dynamodbRead({
    http: httpsClient({ ca: aws.ca }),
    table,
    region,
    endpoint: aws.tlsUrl,
    credentials: () => credentials,
    clock: Date.now,
    ...more,
  });

const folder = mkdtempSync(join(tmpdir(), 'graphveil-records-'));
const stores: readonly (readonly [string, () => Promise<Records>])[] = [
  ['memory', async () => memoryRecords(clock)],
  ['SQLite', () => sqliteRecords({ path: join(folder, 'deep', 'access.sqlite'), clock, wait: pause })],
  ['DynamoDB', async () => dynamodbRecords({ client: aws.client(), table, clock })],
];

let count = 0;
/** A partition that no other test uses. */
const fresh = (): string => {
  count += 1;
  return `P#${count}`;
};

const made = (partition: string, sort: string, more: Partial<NewRecord> = {}): NewRecord => ({
  partition,
  sort,
  body: { sort },
  ...more,
});

describe.each(stores)('records in %s', (_, open) => {
  let records: Records;
  beforeAll(async () => {
    records = await open();
  });

  const inParallel = (act: (index: number) => Promise<boolean>): Promise<number> =>
    Promise.all(Array.from({ length: 50 }, (_, index) => act(index))).then((won) => won.filter(Boolean).length);

  it('returns what was put, with its version, and nothing for another key', async () => {
    const p = fresh();
    const body = { text: 'Zoë 🦊 "quoted"', list: [1, null, { deep: true }], number: 12.5 };

    expect(await records.put({ partition: p, sort: 'META', body, kind: `${p}-k`, subject: `${p}-s` }, 0)).toBe(true);
    expect(await records.get({ partition: p, sort: 'META' })).toEqual({
      partition: p,
      sort: 'META',
      version: 1,
      body,
      kind: `${p}-k`,
      subject: `${p}-s`,
    });
    expect(await records.get({ partition: p, sort: 'OTHER' })).toBeUndefined();
    expect(await records.get({ partition: `${p}x`, sort: 'META' })).toBeUndefined();
  });

  it('refuses to create twice, and to change what somebody else changed', async () => {
    const p = fresh();
    const key = { partition: p, sort: '1' };

    expect(await records.put(made(p, '1', { body: { v: 1 } }), 0)).toBe(true);
    expect(await records.put(made(p, '1', { body: { v: 2 } }), 0)).toBe(false);
    expect(await records.put(made(p, '1', { body: { v: 3 } }), 1)).toBe(true);
    expect(await records.put(made(p, '1', { body: { v: 4 } }), 1)).toBe(false);
    expect(await records.put(made(p, 'none'), 1)).toBe(false);
    expect(await records.get(key)).toMatchObject({ version: 2, body: { v: 3 } });
    expect(await records.remove(key, 1)).toBe(false);
    expect(await records.remove(key, 2)).toBe(true);
    expect(await records.remove(key, 2)).toBe(false);
    expect(await records.put(made(p, '1'), 0)).toBe(true);
  });

  it('lets one of 50 racers win, at creating, changing and removing', async () => {
    const p = fresh();

    expect(await inParallel((index) => records.put(made(p, '1', { body: { index } }), 0))).toBe(1);
    expect(await inParallel((index) => records.put(made(p, '1', { body: { index } }), 1))).toBe(1);
    expect(await inParallel(() => records.remove({ partition: p, sort: '1' }, 2))).toBe(1);
  });

  it('lists a partition or a prefix of it in the order of bytes', async () => {
    const p = fresh();
    const sorts = ['B', 'A#2', 'A#10', 'A#', 'a', 'A#\u{ff5e}', 'A#\u{1f98a}', 'A#%', 'A'];
    for (const sort of sorts) await records.put(made(p, sort), 0);
    await records.put(made(`${p}+`, 'A#3'), 0);
    const inOrder = ['A', 'A#', 'A#%', 'A#10', 'A#2', 'A#\u{ff5e}', 'A#\u{1f98a}', 'B', 'a'];

    expect((await records.list(p)).map(({ sort }) => sort)).toEqual(inOrder);
    expect((await records.list(p, 'A#')).map(({ sort }) => sort)).toEqual(inOrder.slice(1, 7));
    expect(await records.list(p, 'A#1')).toHaveLength(1);
    expect(await records.list(p, 'none')).toEqual([]);
    expect(await records.list(fresh())).toEqual([]);
  });

  it('lists more than one page of the store', async () => {
    const p = fresh();
    const body = { text: 'x'.repeat(300_000) };
    for (const sort of ['1', '2', '3', '4', '5']) await records.put(made(p, sort, { body }), 0);

    expect((await records.list(p)).map(({ sort }) => sort)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('finds records by kind and by subject, and forgets what they no longer name', async () => {
    const p = fresh();
    await records.put(made(p, '1', { kind: `${p}-kind`, subject: `${p}-one` }), 0);
    await records.put(made(`${p}-b`, '1', { kind: `${p}-kind`, subject: `${p}-two` }), 0);

    expect((await records.find('kind', `${p}-kind`)).map(({ partition }) => partition)).toEqual([p, `${p}-b`]);
    expect(await records.find('subject', `${p}-two`)).toMatchObject([{ partition: `${p}-b`, body: { sort: '1' } }]);
    expect(await records.put(made(p, '1', { subject: `${p}-two` }), 1)).toBe(true);
    expect(await records.find('kind', `${p}-kind`)).toHaveLength(1);
    expect(await records.find('subject', `${p}-two`)).toHaveLength(2);
  });

  it('treats a record as absent from the second on in which its time is up', async () => {
    const p = fresh();
    const key = { partition: p, sort: '1' };
    const mortal = made(p, '1', { until: begin + 10, kind: `${p}-kind` });
    await records.put(mortal, 0);
    now = begin + 9;
    const before = [await records.get(key), await records.list(p), await records.find('kind', `${p}-kind`)];
    now = begin + 10;

    expect(before).toMatchObject([{ version: 1 }, [{ version: 1 }], [{ version: 1 }]]);
    expect(await records.get(key)).toBeUndefined();
    expect(await records.list(p)).toEqual([]);
    expect(await records.find('kind', `${p}-kind`)).toEqual([]);
    expect(await records.put(mortal, 1)).toBe(false);
    expect(await records.remove(key, 1)).toBe(false);
    expect(await records.put(made(p, '1', { body: { again: true } }), 0)).toBe(true);
    expect(await records.get(key)).toMatchObject({ version: 1, body: { again: true } });
  });

  it('takes keys of any script', async () => {
    const p = `${fresh()} Ünïcode/%#\u{1f98a}`;
    await records.put(made(p, 'ключ\u{1f511}'), 0);

    expect(await records.get({ partition: p, sort: 'ключ\u{1f511}' })).toMatchObject({ version: 1 });
    expect(await records.list(p, 'ключ')).toHaveLength(1);
  });

  it.each([
    ['an empty key', 'P', ''],
    ['half a character', 'P', '\ud800'],
    ['a null character', 'P', 'a\0b'],
    ['a key that is too long', 'P', 'x'.repeat(1_025)],
    ['a partition that is too long', 'x'.repeat(2_049), '1'],
  ])('refuses %s', async (_, partition, sort) => {
    const invalid = { kind: 'invalid' };
    await expect(records.get({ partition, sort })).rejects.toMatchObject(invalid);
    await expect(records.remove({ partition, sort }, 1)).rejects.toMatchObject(invalid);
    await expect(records.put(made(partition, sort), 0)).rejects.toMatchObject(invalid);
    if (sort !== '') await expect(records.list(partition, sort)).rejects.toMatchObject(invalid);
  });

  it('refuses a record above 400 kB, and stores nothing of it', async () => {
    const p = fresh();
    const fits = made(p, '1', { body: { text: 'é'.repeat(199_980) } });
    const tooLarge = made(p, '2', { body: { text: 'é'.repeat(200_000) } });

    expect(await records.put(fits, 0)).toBe(true);
    await expect(records.put(tooLarge, 0)).rejects.toMatchObject({ kind: 'too-large' });
    expect(await records.list(p)).toHaveLength(1);
  });
});

describe('signed reads of DynamoDB', () => {
  it('equal those of the SDK, over several pages', async () => {
    const records = dynamodbRecords({ client: aws.client(), table, clock: Date.now });
    const p = fresh();
    const body = { text: 'x'.repeat(300_000) };
    for (const sort of ['G#1', 'G#2', 'G#3', 'G#4', 'H']) await records.put(made(p, sort, { body }), 0);
    await records.put(made(p, 'G#9', { until: begin - 1_000_000_000 }), 0);
    const reads = signedReads();
    aws.asked.length = 0;

    expect(await reads.list(p, 'G#')).toEqual(await records.list(p, 'G#'));
    expect(await reads.list(p)).toHaveLength(5);
    expect(await reads.get({ partition: p, sort: 'H' })).toEqual(await records.get({ partition: p, sort: 'H' }));
    expect(await reads.get({ partition: p, sort: 'G#9' })).toBeUndefined();
    expect(aws.asked.filter((line) => line === 'Query').length).toBeGreaterThan(3);
    expect(aws.asked.filter((line) => line.startsWith('refused'))).toEqual([]);
    await expect(reads.get({ partition: p, sort: '' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it.each([
    [500, 'InternalServerError', 2],
    [400, 'ThrottlingException', 2],
    [400, 'AccessDeniedException', 1],
  ])('are a fault after %d %s, in %d attempts', async (status, code, attempts) => {
    aws.asked.length = 0;
    aws.failure = { status, code };
    await expect(signedReads().get({ partition: 'P', sort: '1' })).rejects.toMatchObject({ kind: 'unavailable' });
    aws.failure = undefined;

    expect(aws.asked).toHaveLength(attempts);
  });

  it('are a fault with other keys than the role’s, and without a connection', async () => {
    const foreign = signedReads({ credentials: () => ({ ...credentials, secretAccessKey: 'another' }) });
    const nowhere = signedReads({ endpoint: 'https://127.0.0.1:1' });

    await expect(foreign.list('P')).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(nowhere.list('P')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('sign for the endpoint of the region', async () => {
    const asked: string[] = [];
    const http = {
      send: async ({ url, headers }: { url: string; headers: Readonly<Record<string, string>> }) => {
        asked.push(`${url} ${headers['x-amz-security-token']}`);
        return { status: 200, headers: {}, body: Buffer.from('{}') };
      },
    };
    const of = { http, table, credentials: () => ({ ...credentials, sessionToken: 'session' }), clock: Date.now };
    await dynamodbRead({ ...of, region }).get({ partition: 'P', sort: '1' });
    await dynamodbRead({ ...of, region: 'cn-north-1' }).get({ partition: 'P', sort: '1' });

    expect(asked).toEqual([
      'https://dynamodb.eu-central-1.amazonaws.com/ session',
      'https://dynamodb.cn-north-1.amazonaws.com.cn/ session',
    ]);
  });
});

describe('an outage of DynamoDB', () => {
  it('is a fault of every verb', async () => {
    const records = dynamodbRecords({ client: aws.client(), table, clock });
    aws.failure = { status: 500, code: 'InternalServerError' };
    const unavailable = { name: 'RecordsFault', kind: 'unavailable', message: 'records unavailable' };
    for (const act of [
      () => records.get({ partition: 'P', sort: '1' }),
      () => records.list('P'),
      () => records.find('kind', 'K'),
      () => records.put(made('P', '1'), 0),
      () => records.remove({ partition: 'P', sort: '1' }, 1),
    ])
      await expect(act()).rejects.toMatchObject(unavailable);
    aws.failure = undefined;
  });
});

describe('a SQLite database', () => {
  const place = (): string => join(mkdtempSync(join(tmpdir(), 'graphveil-sqlite-')), 'access.sqlite');
  const open = (path: string, patienceMs = 60) => sqliteRecords({ path, clock, wait: pause, patienceMs });

  it('keeps records when it is closed, and is readable only by its owner', async () => {
    const path = place();
    const first = await open(path);
    await first.put(made('P', '1'), 0);
    first.close();
    const second = await open(path);

    expect(await second.get({ partition: 'P', sort: '1' })).toMatchObject({ version: 1 });
    expect(statSync(path).mode & 0o077).toBe(0);
    second.close();
  });

  it('is shared by two connections, and one of 50 racers wins', async () => {
    const path = place();
    const both = [await open(path), await open(path)];
    const won = await Promise.all(
      Array.from({ length: 50 }, (_, index) => both[index % 2]?.put(made('P', '1', { body: { index } }), 0)),
    );

    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await both[0]?.get({ partition: 'P', sort: '1' })).toEqual(
      await both[1]?.get({ partition: 'P', sort: '1' }),
    );
    for (const one of both) one.close();
  });

  it('outlasts the lock of a process that was killed', async () => {
    const path = place();
    const records = await open(path);
    mkdirSync(`${path}.lock`);

    expect(await records.put(made('P', '1'), 0)).toBe(true);
    records.close();
  });

  it('is a fault if the file is no database', async () => {
    const path = place();
    writeFileSync(path, 'text that SQLite never wrote, and long enough to hold a header of its own; '.repeat(20));

    await expect(open(path)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(open(folder)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

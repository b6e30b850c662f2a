import { canonicalDomain } from './host-names.ts';
import {
  type EpochEntry,
  highestEpoch,
  isLive,
  type KeyringDocument,
  KeyringError,
  type Protection,
  type SeriesEntry,
} from './keyring-document.ts';
import { fromBase64url, keyBytes } from './primitives.ts';

type Fields = Readonly<Record<string, unknown>>;
type Report = (problem: string) => void;

const seriesId = /^[a-z0-9][a-z0-9-]{0,31}$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const isDateTime = (value: unknown): boolean =>
  typeof value === 'string' && dateTime.test(value) && !Number.isNaN(Date.parse(value));

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isCiphertext = (value: unknown): boolean => typeof value === 'string' && value !== '' && base64.test(value);

const isRoot = (value: unknown): boolean => typeof value === 'string' && fromBase64url(value)?.length === keyBytes;

const repeated = (values: readonly unknown[]): boolean => new Set(values).size !== values.length;

/** Format checks for the secrets of a document. */
const secretsOf = (protection: Protection) =>
  protection === 'none'
    ? { root: isRoot, rootText: `${keyBytes} bytes in base64url`, text: isText, textText: 'text' }
    : { root: isCiphertext, rootText: 'base64', text: isCiphertext, textText: 'base64' };

type Secrets = ReturnType<typeof secretsOf>;

const isDomainList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((domain) => typeof domain === 'string' && canonicalDomain(domain) === domain) &&
  !repeated(value);

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reports missing `needed` properties, and any property that is in neither `needed` nor `optional`. */
const checkNames = (
  fields: Fields,
  place: string,
  needed: readonly string[],
  optional: readonly string[],
  report: Report,
): void => {
  const names = Object.keys(fields);
  for (const name of needed) if (!names.includes(name)) report(`${place}: ${name} is missing`);
  const allowed = [...needed, ...optional];
  if (!names.every((name) => allowed.includes(name)))
    report(`${place}: has a property that is not known; expected ${allowed.join(', ')}`);
};

const checkEpoch = (epoch: unknown, place: string, secrets: Secrets, report: Report): void => {
  if (!isObject(epoch)) {
    report(`${place}: expected an object`);
    return;
  }
  checkNames(epoch, place, ['number', 'created'], ['root', 'retired'], report);
  const { number, created, root, retired } = epoch;
  if (!Number.isInteger(number) || Number(number) < 1 || Number(number) > highestEpoch)
    report(`${place}.number: expected a whole number from 1 to ${highestEpoch}`);
  if (!isDateTime(created)) report(`${place}.created: expected a date and time in UTC`);
  if ((root === undefined) === (retired === undefined)) report(`${place}: expected either root or retired`);
  if (root !== undefined && !secrets.root(root)) report(`${place}.root: expected ${secrets.rootText}`);
  if (retired !== undefined && !isDateTime(retired)) report(`${place}.retired: expected a date and time in UTC`);
};

const checkV1 = (series: Fields, place: string, secrets: Secrets, report: Report): void => {
  if (series['plusTags'] !== 'drop' && series['plusTags'] !== 'keep')
    report(`${place}.plusTags: expected drop or keep`);
  const { root, ownDomains } = series;
  if (ownDomains !== undefined && !isDomainList(ownDomains))
    report(`${place}.ownDomains: expected a list of domains in lower case, in ASCII, each once`);
  if (root !== undefined && !secrets.root(root)) report(`${place}.root: expected ${secrets.rootText}`);
};

const checkPsoxy = (series: Fields, place: string, secrets: Secrets, report: Report): void => {
  if (series['canonicalization'] !== 'STRICT' && series['canonicalization'] !== 'IGNORE_DOTS')
    report(`${place}.canonicalization: expected STRICT or IGNORE_DOTS`);
  for (const name of ['salt', 'encryptionKey'])
    if (series[name] !== undefined && !secrets.text(series[name]))
      report(`${place}.${name}: expected ${secrets.textText}`);
};

const common = ['id', 'scheme', 'created', 'epochs'];
const v1Names = [['plusTags'], ['ownDomains', 'root']] as const;
const psoxyNames = [['canonicalization'], ['salt', 'encryptionKey']] as const;

const checkSeries = (series: unknown, place: string, secrets: Secrets, report: Report): void => {
  if (!isObject(series)) {
    report(`${place}: expected an object`);
    return;
  }
  const { scheme } = series;
  if (scheme !== 'v1' && scheme !== 'psoxy') {
    report(`${place}.scheme: expected v1 or psoxy`);
    return;
  }
  const [needed, optional] = scheme === 'v1' ? v1Names : psoxyNames;
  checkNames(series, place, [...common, ...needed], optional, report);
  const { id, created, epochs } = series;
  if (typeof id !== 'string' || !seriesId.test(id))
    report(`${place}.id: expected 1 to 32 lower-case letters, digits and hyphens`);
  if (!isDateTime(created)) report(`${place}.created: expected a date and time in UTC`);
  if (scheme === 'v1') checkV1(series, place, secrets, report);
  else checkPsoxy(series, place, secrets, report);
  if (!Array.isArray(epochs) || epochs.length === 0) report(`${place}.epochs: expected a list of at least one`);
  else for (const [index, epoch] of epochs.entries()) checkEpoch(epoch, `${place}.epochs[${index}]`, secrets, report);
};

const parsed = (text: string): Fields => {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The message of JSON.parse would reveal a part of the text.
  }
  throw new KeyringError(['expected a keyring, a JSON object; restore it from its copy']);
};

const hasSecrets = (series: SeriesEntry): boolean =>
  series.scheme === 'v1' ? series.root !== undefined : series.salt !== undefined && series.encryptionKey !== undefined;

/** Checks conditions across the parts after each part is well formed. */
const checkWhole = ({ series }: KeyringDocument, report: Report): void => {
  const epochs = series.flatMap((entry): readonly EpochEntry[] => entry.epochs);
  if (repeated(series.map(({ id }) => id))) report('series: two have the same id');
  if (repeated(epochs.map(({ number }) => number))) report('series: two epochs have the same number');
  for (const [index, entry] of series.entries())
    if (isLive(entry) && !hasSecrets(entry)) report(`series[${index}]: has epochs in use but not its own secrets`);
  if (series.at(-1)?.epochs.at(-1)?.retired !== undefined)
    report('series: the last epoch of the last series is retired, so nothing can make new pseudonyms');
};

/**
 * Parses a keyring from JSON. Strict: unknown properties, missing ones and keys of the wrong length are problems.
 * Throws a `KeyringError` with all of them, each with its location but without values.
 */
export const parseKeyring = (text: string): KeyringDocument => {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(problem);
  };
  const finish = (): void => {
    if (problems.length > 0) throw new KeyringError(problems);
  };
  const fields = parsed(text);
  checkNames(fields, 'keyring', ['version', 'protection', 'series'], [], report);
  const { version, protection, series } = fields;
  if (version !== 1) report('version: expected 1; a keyring of a later Graphveil needs that version to read it');
  if (protection !== 'none' && protection !== 'aws-kms') report('protection: expected none or aws-kms');
  if (!Array.isArray(series) || series.length === 0) report('series: expected a list of at least one');
  finish();
  const secrets = secretsOf(protection as Protection);
  for (const [index, entry] of (series as readonly unknown[]).entries())
    checkSeries(entry, `series[${index}]`, secrets, report);
  finish();
  const document = fields as unknown as KeyringDocument;
  checkWhole(document, report);
  finish();
  return document;
};

/** Returns the JSON text of a keyring for `parseKeyring`. */
export const formatKeyring = (document: KeyringDocument): string => `${JSON.stringify(document, null, 2)}\n`;

import { isNumber, type JsonValue } from '../../../json/index.ts';
import { isDate, type PatternPlan } from '../../../plan/index.ts';
import type { FormatPlan, KeepNode } from '../../plan/index.ts';
import { fileExtensions, fitMimeType, isLanguageTag, timeZoneNames } from './known-names.ts';

/** Returns a string in the form in which it may be kept; undefined if it doesn't match. */
export type FitFormat = (text: string) => string | undefined;

type SimpleFormat = Exclude<FormatPlan['format'], 'identifier' | 'pattern' | 'prefix'>;

/** Hours and minutes; seconds with at most nine decimal places (nanoseconds); 24:00 as the end of the day. */
const clock =
  '(?:(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\\.[0-9]{1,9})?)?|24:00(?::00(?:\\.0{1,9})?)?)';
/** Time zone offsets up to 14 hours, the largest in use. */
const offset = '(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)';
const dateTime = new RegExp(`^([0-9]{4}-[0-9]{2}-[0-9]{2})T${clock}${offset}?$`);
/** Durations as services write them. Five digits leave no room for a phone number. */
const amount = '[0-9]{1,5}';

const fits =
  (pattern: RegExp): FitFormat =>
  (text) =>
    pattern.test(text) ? text : undefined;

const simple: Readonly<Record<SimpleFormat, FitFormat>> = {
  // Edm.DateTimeOffset, and the zoneless text of dateTimeTimeZone.
  'date-time': (text) => (isDate(dateTime.exec(text)?.[1] ?? '') ? text : undefined),
  date: (text) => (isDate(text) ? text : undefined),
  time: fits(new RegExp(`^${clock}$`)),
  // Edm.Duration: ISO 8601.
  duration: fits(
    new RegExp(
      `^-?P(?=[0-9]|T[0-9])(?:${amount}Y)?(?:${amount}M)?(?:${amount}W)?(?:${amount}D)?` +
        `(?:T(?=[0-9])(?:${amount}H)?(?:${amount}M)?(?:${amount}(?:\\.[0-9]{1,7})?S)?)?$`,
    ),
  ),
  guid: fits(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  language: (text) => (isLanguageTag(text) ? text : undefined),
  'time-zone': (text) => timeZoneNames.get(text.toLowerCase()),
  'mime-type': fitMimeType,
  'file-extension': (text) =>
    fileExtensions.has((text.startsWith('.') ? text.slice(1) : text).toLowerCase()) ? text : undefined,
  any: (text) => text,
  none: () => undefined,
};

/** A word as Microsoft writes members of its enums. */
const identifier = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

const fitIdentifier = (members: readonly string[]): FitFormat => {
  const spelling = new Map(members.map((member) => [member.toLowerCase(), member]));
  return (text) => spelling.get(text.toLowerCase()) ?? (identifier.test(text) ? 'unknownFutureValue' : undefined);
};

const fitPattern = ({ source, flags, longest }: PatternPlan): FitFormat => {
  const whole = new RegExp(`^(?:${source})$`, flags);
  return (text) => (text.length <= (longest ?? text.length) && whole.test(text) ? text : undefined);
};

const longestWithPrefix = 512;

const fitPrefix = (members: readonly string[]): FitFormat => {
  const spelling = new Map(members.map((member) => [member.toLowerCase(), member]));
  return (text) => {
    let start = text.length > longestWithPrefix ? '' : text.toLowerCase();
    while (start !== '') {
      const member = spelling.get(start);
      if (member !== undefined) return member;
      start = start.slice(0, Math.max(0, start.lastIndexOf('.')));
    }
    return undefined;
  };
};

/**
 * Prepares the check whether a changed string lost its meaning: it was dropped, became `unknownFutureValue`, or was cut to
 * a prefix that other prefixes continue, so that a longer one may be missing from the list.
 */
export const losesMeaning = (plan: FormatPlan): ((kept: string | undefined) => boolean) => {
  if (plan.format === 'identifier') return (kept) => kept === undefined || kept === 'unknownFutureValue';
  if (plan.format !== 'prefix') return (kept) => kept === undefined;
  const { members } = plan;
  const continued = new Set(members.filter((member) => members.some((other) => other.startsWith(`${member}.`))));
  return (kept) => kept === undefined || continued.has(kept);
};

/** Prepares a format: the result runs once per kept string. */
export const fitFormat = (plan: FormatPlan): FitFormat => {
  if (plan.format === 'identifier') return fitIdentifier(plan.members);
  if (plan.format === 'prefix') return fitPrefix(plan.members);
  if (plan.format === 'pattern') return fitPattern(plan.pattern);
  return simple[plan.format];
};

/** True for a number or a boolean that may be kept. */
export type FitScalar = (value: JsonValue) => boolean;

const integer = /^-?(?:0|[1-9][0-9]{0,18})$/;
const decimal = /^-?[0-9]{1,15}(?:\.[0-9]{1,17})?(?:[eE][+-]?[0-9]{1,3})?$/;

const within =
  (bits: number): FitScalar =>
  (value) => {
    if (!isNumber(value) || !integer.test(value.number)) return false;
    const read = BigInt(value.number);
    return BigInt.asIntN(bits, read) === read;
  };

const isBoolean: FitScalar = (value) => typeof value === 'boolean';
const isDecimal: FitScalar = (value) => isNumber(value) && decimal.test(value.number);

/**
 * Prepares the check of numbers and booleans at a place: they must have the type that Microsoft declares, and a limited
 * length.
 */
export const fitScalar = (only: KeepNode['only']): FitScalar => {
  switch (only) {
    case 'text':
      return () => false;
    case 'boolean':
      return isBoolean;
    case 'int32':
      return within(32);
    case 'int64':
      return within(64);
    case 'decimal':
      return isDecimal;
    case undefined:
      return (value) => isBoolean(value) || isDecimal(value);
  }
};

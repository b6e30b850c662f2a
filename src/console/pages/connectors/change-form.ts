import type { ConnectorView } from '../../../registry/index.ts';
import { type FormValues, fieldOf } from '../../ui/form.tsx';

/** A change as the registry reads it. */
export type Change = Readonly<Record<string, unknown>>;

const lists = ['offered', 'variants', 'extras', 'narrow'] as const;
const numbers = ['memory', 'timeout', 'reservedConcurrency'] as const;
const texts = ['tenantId', 'clientId', 'mailboxAccess', 'publicUrl'] as const;

export const changeFields: readonly string[] = [...texts, ...lists, 'enabled', ...numbers];

const numberIn = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text);

/** Reads a sent form as a change. An empty field isn't part of it; a list without a choice is empty. */
export const changeOf = (form: FormValues): Change => {
  const enabled = fieldOf(form, 'enabled');
  return Object.fromEntries<unknown>([
    ...texts.flatMap((name) =>
      fieldOf(form, name).trim() === '' ? [] : [[name, fieldOf(form, name).trim()] as const],
    ),
    ...numbers.flatMap((name) =>
      fieldOf(form, name).trim() === '' ? [] : [[name, numberIn(fieldOf(form, name).trim())] as const],
    ),
    ...lists.map((name) => [name, form.get(name)?.filter((value) => value !== '') ?? []] as const),
    ...(enabled === '' ? [] : [['enabled', enabled === 'yes'] as const]),
    // Fields that the form doesn't have: a secret among them is refused with the reason.
    ...[...form]
      .filter(([name]) => !changeFields.includes(name) && !['_csrf', 'version', 'name'].includes(name))
      .map(([name, values]) => [name, values[0] ?? ''] as const),
  ]);
};

/** The settings of a connector as values of the form. */
export const valuesOf = ({ settings, offered, version }: ConnectorView): FormValues =>
  new Map<string, readonly string[]>([
    ['version', [String(version)]],
    ['tenantId', [settings.tenantId ?? '']],
    ['clientId', [settings.clientId ?? '']],
    ['offered', offered],
    ['enabled', [settings.enabled ? 'yes' : 'no']],
    ['variants', settings.variants],
    ['extras', settings.extras],
    ['narrow', settings.narrow],
    ['mailboxAccess', [settings.mailboxAccess]],
    ['memory', [String(settings.memory)]],
    ['timeout', [String(settings.timeout)]],
    ['reservedConcurrency', [settings.reservedConcurrency === undefined ? '' : String(settings.reservedConcurrency)]],
    ['publicUrl', [settings.publicUrl ?? '']],
  ]);

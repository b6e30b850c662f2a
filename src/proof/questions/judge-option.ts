import type { QueryParameterPlan } from '../../rules/plan/index.ts';
import type { AnsweredProperties } from './answered.ts';

/** Returns the possible texts of an option; undefined if it accepts anything but listed texts. */
export const textsOf = (parameter: QueryParameterPlan): readonly string[] | undefined => {
  if (parameter.type === 'enum') return parameter.values;
  if (parameter.type !== 'forms') return undefined;
  const holed = parameter.forms.some(({ parts }) => parts.some(({ type }) => type === 'hole'));
  return holed ? undefined : parameter.forms.map(({ text }) => text);
};

const path = '[A-Za-z_][A-Za-z0-9_]*(?:/[A-Za-z_][A-Za-z0-9_]*)*';
const ordered = new RegExp(`^(${path})(?:[ ]+(?:asc|desc))?$`, 'i');

/** Returns the properties of a sort order that replies don't contain in plain. */
export const hiddenInOrder = (text: string, answered: AnsweredProperties): readonly string[] =>
  text.split(',').flatMap((part) => {
    const name = ordered.exec(part.trim())?.[1];
    return name !== undefined && answered(name) === 'plain' ? [] : [name ?? part.trim()];
  });

/** Splits at separators outside of parentheses. Returns undefined if the parentheses aren't balanced. */
const splitOutside = (text: string, separator: string): readonly string[] | undefined => {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth < 0) return undefined;
    if (letter === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return depth === 0 ? parts.map((part) => part.trim()) : undefined;
};

const expanded = /^([A-Za-z_][A-Za-z0-9_]*)(?:\((.*)\))?$/s;
const nested = /^(\$[a-z]+)=(.*)$/is;
const integer = /^[0-9]{1,4}$/;

/** True if a text only names properties, as `$select` and `$expand` do: `manager($select=id;$levels=2)`. */
export const namesPropertiesOnly = (text: string, isProperty: (name: string) => boolean): boolean =>
  splitOutside(text, ',')?.every((part) => {
    const [, name = '', options] = expanded.exec(part) ?? [];
    if (!isProperty(name)) return false;
    return options === undefined || splitOutside(options, ';')?.every((option) => isPlainOption(option, isProperty));
  }) === true;

const isPlainOption = (option: string, isProperty: (name: string) => boolean): boolean => {
  const [, name = '', value = ''] = nested.exec(option) ?? [];
  switch (name.toLowerCase()) {
    case '$select':
    case '$expand':
      return namesPropertiesOnly(value, isProperty);
    case '$top':
      return integer.test(value);
    case '$levels':
      return value === 'max' || integer.test(value);
    default:
      return false;
  }
};

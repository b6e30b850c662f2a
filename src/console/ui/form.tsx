import { type Child, createContext, useContext } from 'hono/jsx';
import { type Refusal, remedyOf } from '../outcome.ts';
import { Who } from './who.tsx';

/** The session's token, which every form carries. */
export const FormToken = createContext('');

/** Values of a form as they were sent: each name with its values, in order. */
export type FormValues = ReadonlyMap<string, readonly string[]>;

export const noValues: FormValues = new Map();

/** The first value of a field. */
export const fieldOf = (values: FormValues, name: string): string => values.get(name)?.[0] ?? '';

export const isChosen = (values: FormValues, name: string, value: string): boolean =>
  values.get(name)?.includes(value) ?? false;

type FormProps = {
  readonly action: string;
  /** Text of its button. */
  readonly submit: string;
  readonly danger?: boolean;
  /** Where the person goes without sending it. */
  readonly back?: string;
  readonly children?: Child;
};

/** A form that posts to this console. It carries the session's token. */
export const Form = ({ action, submit, danger = false, back, children }: FormProps) => (
  <form class="fields" method="post" action={action} novalidate autocomplete="off">
    <input type="hidden" name="_csrf" value={useContext(FormToken)} />
    {children}
    <p class="actions">
      <button type="submit" class={danger ? 'danger' : undefined}>
        {submit}
      </button>
      {back !== undefined && (
        <a class="button quiet" href={back}>
          Back
        </a>
      )}
    </p>
  </form>
);

/** A button that does something at once, without fields. */
export const ActButton = ({ action, title }: { readonly action: string; readonly title: string }) => (
  <form method="post" action={action}>
    <input type="hidden" name="_csrf" value={useContext(FormToken)} />
    <button type="submit" class="quiet">
      {title}
    </button>
  </form>
);

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string | undefined;
  /** A sentence about its fault. */
  readonly wrong?: string | undefined;
  readonly type?: 'text' | 'email' | 'url' | 'number' | 'date' | 'password';
  /** Makes it a field of several lines. */
  readonly lines?: number;
  readonly required?: boolean;
};

/** A text field with its label, its hint and a sentence about its fault. */
export const Field = (props: FieldProps) => {
  const { name, label, value = '', hint, wrong, type = 'text', lines, required = false } = props;
  const described = [hint && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(' ') || undefined;
  const common = {
    id: name,
    name,
    required,
    'aria-describedby': described,
    'aria-invalid': wrong === undefined ? undefined : ('true' as const),
  };
  return (
    <div class="field">
      <label for={name}>
        {label}
        {required ? '' : ' (optional)'}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {wrong !== undefined && (
        <p class="wrong" id={`${name}-wrong`}>
          {wrong}
        </p>
      )}
      {lines === undefined ? (
        <input type={type} value={value} {...common} />
      ) : (
        <textarea rows={lines} {...common}>
          {value}
        </textarea>
      )}
    </div>
  );
};

export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly chosen: boolean;
};

type ChoicesProps = {
  readonly name: string;
  /** @default its name */
  readonly id?: string;
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
  /** True for check boxes, false for radio buttons. */
  readonly several: boolean;
  readonly choices: readonly Choice[];
};

/** Check boxes or radio buttons of one name. */
export const Choices = ({ name, id = name, legend, hint, wrong, several, choices }: ChoicesProps) => {
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset id={id} aria-describedby={described}>
      <legend>{legend}</legend>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong !== undefined && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      {choices.map((choice) => (
        <label class="choice">
          <input type={several ? 'checkbox' : 'radio'} name={name} value={choice.value} checked={choice.chosen} />
          {choice.label}
          {choice.hint !== undefined && <span class="hint">{choice.hint}</span>}
        </label>
      ))}
    </fieldset>
  );
};

/** A value to copy, which can't be changed. */
export const Copied = ({
  id,
  label,
  value,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}) => (
  <div class="field">
    <label for={id}>{label}</label>
    <input type="text" id={id} value={value} readonly />
  </div>
);

/** Codes whose remedy is beside each field. */
const inFields = new Set(['Console.InputInvalid', 'Registry.ChangeInvalid']);

/** The refusal at the top of a form: its sentence, the fields, and the changes of others. */
export const Refused = ({ refusal }: { readonly refusal: Refusal | undefined }) => {
  if (refusal === undefined) return null;
  const { message, code, fields = {}, changes = [] } = refusal;
  return (
    <div class="note warning summary" role="alert" tabindex={-1}>
      <p>
        <strong>{message}</strong> {inFields.has(code) ? '' : remedyOf(code)}
      </p>
      {Object.keys(fields).length > 0 && (
        <ul>
          {Object.entries(fields).map(([name, wrong]) => (
            <li>
              <a href={`#${name}`}>{wrong}</a>
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <ul>
          {changes.map(({ by, at, fields: changed }) => (
            <li>
              <Who id={by} /> changed {changed.join(', ') || 'it'} at <time datetime={at}>{at}</time>
            </li>
          ))}
        </ul>
      )}
      <p class="soft">
        Code: <code>{code}</code>
      </p>
    </div>
  );
};

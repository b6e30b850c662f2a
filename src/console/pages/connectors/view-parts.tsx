import { ageWords, Time } from '../../ui/parts.tsx';
import { Who } from '../../ui/who.tsx';
import type { ConnectorCard, ShownConnector } from '../../verbs/connector-view.ts';

export const pathOf = (name: string, act = ''): string => `/connectors/${name}${act === '' ? '' : `/${act}`}`;

const tones: Readonly<Record<ConnectorCard['status']['state'], 'ok' | 'wait' | 'bad'>> = {
  'not-configured': 'wait',
  configured: 'wait',
  'consent-pending': 'wait',
  ready: 'ok',
  degraded: 'bad',
};

const words: Readonly<Record<ConnectorCard['status']['state'], string>> = {
  'not-configured': 'Not configured',
  configured: 'Configured, not checked',
  'consent-pending': 'Configured, consent pending',
  ready: 'Configured, ready',
  degraded: 'Configured, degraded',
};

/** The computed status in words, with the age of its evidence. */
export const State = ({ status }: { readonly status: ConnectorCard['status'] }) => (
  <>
    <p class={`state ${tones[status.state]}`}>{words[status.state]}</p>
    <p>
      {status.says}
      {status.ageSeconds !== undefined && (
        <>
          {' '}
          <span class="soft">Checked {ageWords(status.ageSeconds)}.</span>
        </>
      )}
    </p>
  </>
);

/** Gaps, each with the person who can fix it. The sentence of the status isn't repeated. */
export const Missing = ({ missing, status }: Pick<ConnectorCard, 'missing' | 'status'>) =>
  missing.length === 0 ? null : (
    <ul class="missing">
      {missing.map(({ says, who, remedy }) => (
        <li>
          {says === status.says ? '' : `${says} `}
          <strong>Who can fix it:</strong> {who}
          <br />
          <strong>Remedy:</strong> {remedy}
        </li>
      ))}
    </ul>
  );

/** The source's own drawing. The title beside it names the source. */
export const Logo = ({ name }: { readonly name: string }) => (
  <img class="logo" src={`/logos/${name}.svg`} alt="" width="32" height="32" />
);

export const peopleWords = (people: ConnectorCard['people']): string => {
  if (people === undefined) return 'people unknown';
  return people === 'everybody' ? 'everybody' : `${people} ${people === 1 ? 'person' : 'people'}`;
};

export const ByAt = ({ of }: { readonly of: NonNullable<ShownConnector['changed']> }) => (
  <>
    <Time at={of.at} /> by <Who id={of.by} />
  </>
);

import type { KeyringDocument } from '../../pseudonyms/index.ts';
import { describeKeyring, type EpochState, type KeyringSummary } from '../../pseudonyms/manage-keyring.ts';
import { table } from './table.ts';

const stateWords: Readonly<Record<EpochState, string>> = {
  current: 'writes new tokens',
  opens: 'opens its own tokens',
  retired: 'retired: opens nothing',
};

const seriesLines = (series: KeyringSummary['series'][number]): readonly string[] => [
  `series ${series.id}  ${series.scheme}  since ${series.created}  (${series.addresses})${series.current ? '  current' : ''}`,
  ...table(
    series.epochs.map(({ number, created, state, retired }) => [
      `epoch ${number}`,
      `since ${created}`,
      `${stateWords[state]}${retired === undefined ? '' : ` since ${retired}`}`,
    ]),
    { indent: 2 },
  ),
];

/** Renders every series with its epochs, for people. */
export const listText = (document: KeyringDocument): string =>
  describeKeyring(document).series.flatMap(seriesLines).join('\n');

/** The current state of a keyring. */
export type KeyringState = {
  readonly place: string;
  readonly present: boolean;
  readonly protection?: string;
  readonly series?: string;
  readonly scheme?: string;
  /** The epoch of new tokens, and its start. */
  readonly epoch?: number;
  readonly since?: string;
  /** Older epochs whose tokens still open. */
  readonly opens?: readonly number[];
};

export const stateOf = (place: string, document: KeyringDocument | undefined): KeyringState => {
  if (document === undefined) return { place, present: false };
  const { protection, series } = describeKeyring(document);
  const newest = series.find(({ current }) => current);
  const epochs = series.flatMap((entry) => entry.epochs);
  const current = epochs.find(({ state }) => state === 'current');
  return {
    place,
    present: true,
    protection,
    ...(newest !== undefined && { series: newest.id, scheme: newest.scheme }),
    ...(current !== undefined && { epoch: current.number, since: current.created }),
    opens: epochs.filter(({ state }) => state === 'opens').map(({ number }) => number),
  };
};

/** Renders a keyring's state, for people. */
export const stateText = (state: KeyringState): string => {
  if (!state.present) return `no keyring in ${state.place}`;
  const older = state.opens?.length ? state.opens.map((number) => `epoch ${number}`).join(', ') : 'no older epoch';
  return table([
    ['keyring', state.place],
    [
      'secrets',
      state.protection === 'none' ? 'plain, protected by the file’s mode' : `encrypted (${state.protection})`,
    ],
    ['series', `${state.series}, scheme ${state.scheme}`],
    ['epoch', `${state.epoch}, since ${state.since}`],
    ['still opens', older],
  ]).join('\n');
};

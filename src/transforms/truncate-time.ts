import { isDate } from '../plan/index.ts';
import type { Transform } from './transform.ts';

const units: readonly string[] = ['year', 'month', 'day', 'hour', 'minute', 'second'];
const time = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const floors = ['0000', '01', '01', '00', '00', '00'];

export const truncateTime: Transform = {
  name: 'truncateTime',
  summary: 'Truncates a date or a time to a unit: smaller parts get their lowest value.',
  accepts: ['text'],
  parameters: {
    unit: { description: 'The last part that is kept.', type: 'choice', choices: units, required: true },
  },
  examples: [
    {
      shows: 'to the hour',
      options: { unit: 'hour' },
      input: '2031-06-02T09:17:23.123Z',
      output: '2031-06-02T09:00:00Z',
    },
    { shows: 'to the month', options: { unit: 'month' }, input: '2031-06-02', output: '2031-06-01' },
    {
      shows: 'the offset stays',
      options: { unit: 'day' },
      input: '2031-06-02T09:17:23+02:00',
      output: '2031-06-02T00:00:00+02:00',
    },
    {
      shows: 'seconds that were not written',
      options: { unit: 'second' },
      input: '2031-06-02T09:17',
      output: '2031-06-02T09:17:00',
    },
    {
      shows: 'a day that doesn’t exist is removed',
      options: { unit: 'day' },
      input: '2031-02-30',
      output: undefined,
    },
    {
      shows: 'a text that isn’t a time is removed',
      options: { unit: 'day' },
      input: 'next Tuesday',
      output: undefined,
    },
  ],
  compile: ({ unit }) => {
    const kept = units.indexOf(String(unit));
    return (value) => {
      const parts = typeof value === 'string' ? time.exec(value)?.slice(1) : undefined;
      if (parts === undefined || !isDate(parts.slice(0, 3).join('-'))) return undefined;
      const [year, month, day, hour, minute, second] = floors.map((floor, index) =>
        index <= kept ? (parts[index] ?? floor) : floor,
      );
      const date = `${year}-${month}-${day}`;
      return parts[3] === undefined ? date : `${date}T${hour}:${minute}:${second}${parts[6] ?? ''}`;
    };
  },
};

import { createRequire } from 'node:module';
import { timeZoneNames } from './known-names.ts';

const require = createRequire(import.meta.url);

const expectKnown = (names: readonly string[], least: number): void => {
  expect(names.length).toBeGreaterThanOrEqual(least);
  expect(names.filter((name) => timeZoneNames.get(name.toLowerCase()) !== name)).toEqual([]);
};

describe('timeZoneNames', () => {
  it('knows every Windows name of CLDR', () => {
    const { WINDOWS_TO_IANA_MAP: map } = require('windows-iana') as {
      WINDOWS_TO_IANA_MAP: readonly { windowsName: string; iana: readonly string[] }[];
    };
    expectKnown([...new Set(map.map(({ windowsName }) => windowsName))], 139);
    expectKnown([...new Set(map.flatMap(({ iana }) => iana))], 400);
  });

  it('knows every name of the IANA database', () => {
    const { zones } = require('tzdata') as { zones: Readonly<Record<string, unknown>> };
    expectKnown(
      Object.keys(zones).filter((name) => name !== 'Factory'),
      590,
    );
  });

  it('knows every name that this version of Node.js knows', () => {
    expectKnown(Intl.supportedValuesOf('timeZone'), 400);
  });

  it.each(['West Pacific Standard Time', 'N. Central Asia Standard Time'])('keeps %s', (name) => {
    expect(timeZoneNames.get(name.toLowerCase())).toBe(name);
  });

  it('holds no name with a line break or a blank at its ends', () => {
    for (const name of timeZoneNames.values()) expect(name).toMatch(/^\S(?:[^\r\n]*\S)?$/);
  });
});

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadSettings } from './load-settings.ts';

const file = new URL('../../../graphveil.example.yaml', import.meta.url);

describe('graphveil.example.yaml', () => {
  const text = readFileSync(file, 'utf8');
  const ids = Object.keys((parse(text) as { sources: object }).sources);
  const sources = ids.map((id) => ({ id, aliases: [], variants: new Map(), extras: [] }));

  it('has no mistake', () => {
    expect(loadSettings(text, 'graphveil.example.yaml', sources).problems).toEqual([]);
  });

  it('holds nothing but reserved and invented values', () => {
    expect(text).not.toMatch(/@(?!.*example)|amazonaws\.com/);
  });
});

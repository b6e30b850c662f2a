import { pause } from './pause.ts';

const durationOf = async (waited: Promise<void>): Promise<number> => {
  const started = performance.now();
  await waited;
  return performance.now() - started;
};

describe('pause', () => {
  it('waits as long as it is told, with or without a signal', async () => {
    expect(await durationOf(pause(60))).toBeGreaterThan(30);
    expect(await durationOf(pause(60, new AbortController().signal))).toBeGreaterThan(30);
  });

  it('ends when its signal does, without an error', async () => {
    const aborted = AbortSignal.abort();
    await expect(pause(600_000, aborted)).resolves.toBeUndefined();
    const later = new AbortController();
    const waited = pause(600_000, later.signal);
    later.abort();
    await expect(waited).resolves.toBeUndefined();
  });
});

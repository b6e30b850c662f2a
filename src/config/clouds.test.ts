import { clouds } from './clouds.ts';

describe('clouds', () => {
  it.each(Object.entries(clouds))(
    '%s: origins are https without a trailing slash and the scope is of its Graph',
    (_, cloud) => {
      for (const origin of [cloud.login, cloud.graph, cloud.entraPortal, cloud.azurePortal]) {
        expect(new URL(origin).origin).toBe(origin);
      }
      expect(cloud.graphScope).toBe(`${cloud.graph}/.default`);
    },
  );

  it('gives each cloud family its own token-exchange audience', () => {
    expect(new Set(Object.values(clouds).map((cloud) => cloud.tokenExchangeAudience)).size).toBe(3);
  });
});

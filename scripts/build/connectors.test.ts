import { root } from '../root.ts';
import { bundledOf, loadDeployment } from './connectors.ts';

describe('the bundle of a connector', () => {
  const { connectors, elsewhereOf, version } = loadDeployment(root, 'graphveil.example.yaml');

  it('knows by name who else serves endpoints, and none that it serves itself by that name', () => {
    expect(connectors.length).toBeGreaterThan(1);
    for (const connector of connectors) {
      const { elsewhere = [] } = bundledOf(connector, version, elsewhereOf(connector));
      const others = connectors.filter((other) => other !== connector);
      const phrases = elsewhere.map(({ servedBy }) => servedBy);
      for (const { name } of others) expect(phrases).toContain(`connector ${name} of this deployment serves it`);
      expect(phrases).not.toContain(`connector ${connector.name} of this deployment serves it`);
      for (const { pathTemplates } of elsewhere) expect(pathTemplates.length).toBeGreaterThan(0);
    }
  });

  it('grows by less than 20 kilobytes from it', () => {
    for (const connector of connectors) expect(JSON.stringify(elsewhereOf(connector)).length).toBeLessThan(20_000);
  });
});

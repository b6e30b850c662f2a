import type { Plan } from '../plan/index.ts';
import { prepareMatcher, prepareRunners } from './prepared.ts';

const planOf = (form: string, ...endpoints: readonly string[]): Plan =>
  ({
    title: 'test',
    hash: '',
    form,
    endpoints: endpoints.map((own) => ({ request: { form: own }, response: { form: own } })),
    nodes: [],
  }) as unknown as Plan;

describe('a Plan that compile did not make', () => {
  it.each([
    ['an endpoint of another form', planOf('allow-list', 'psoxy')],
    ['endpoints of both forms', planOf('psoxy', 'psoxy', 'allow-list')],
    ['an unknown form', planOf('some-form', 'some-form')],
  ])('rejects %s before any call', (_what, plan) => {
    expect(() => prepareMatcher(plan)).toThrow('the plan is of no known rule form, or mixes two');
    expect(() => prepareRunners(plan)).toThrow('the plan is of no known rule form, or mixes two');
  });
});

describe('the texts of an endpoint that links repeat', () => {
  it('are none for an endpoint that the rules lack', () => {
    expect(prepareMatcher(planOf('allow-list')).linkTextsOf(0)).toEqual([]);
  });
});

describe('an answer without content', () => {
  it.each([
    ['allow-list', 'HEAD', 200, false],
    ['allow-list', 'GET', 204, false],
    ['psoxy', 'HEAD', 200, true],
    ['psoxy', 'GET', 204, true],
    ['psoxy', 'GET', 200, false],
  ])('is complete in the %s form for %s and %d: %s', (form, method, status, complete) => {
    expect(prepareRunners(planOf(form)).isBodiless(method, status)).toBe(complete);
  });
});

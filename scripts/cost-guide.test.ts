import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '../infra/deployment.ts';
import { synthesize } from '../infra/main.ts';
import { caller, deploymentWith } from '../infra/testing/fixture.ts';
import { accessMetrics, metricUnits } from '../src/config/index.ts';
import { root } from './root.ts';

const guide = readFileSync(join(root, 'docs/guides/cost-and-quotas.md'), 'utf8');

const amount = (text: string): number => Number(/[\d,]+(?:\.\d+)?/.exec(text)?.[0].replaceAll(',', ''));

/** The value of `7 × $4.30 + $5.00`, without its units. */
const calculated = (text: string): number =>
  text.split('+').reduce((sum, term) => sum + term.split('×').reduce((product, part) => product * amount(part), 1), 0);

const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const priced = rows.flatMap(([, part = '', calculation = '', price = '']) =>
  /^\**\$[\d.]+\**$/.test(price) ? [{ part, calculation, price: amount(price) }] : [],
);

const inputOf = (name: string): number => amount(rows.find(([, input]) => input === name)?.[2] ?? '');

/** To cents, without the errors of binary fractions. */
const rounded = (value: number): number => Math.round(Number((value * 100).toFixed(6))) / 100;

describe('the guide to costs', () => {
  it('calculates right', () => {
    const products = priced.filter(({ calculation }) => calculation.includes('×'));
    const inText = [...guide.matchAll(/cost ([^=\n]*×[^=\n]*) = \$(\d+\.\d\d)/g)];

    expect(products.length).toBeGreaterThan(8);
    expect(
      products.map(({ part, calculation }) => [part, rounded(calculated(calculation.replace('1 million', '1')))]),
    ).toEqual(products.map(({ part, price }) => [part, price]));
    expect(inText.map(([, calculation = '']) => rounded(calculated(calculation)))).toEqual(
      inText.map(([, , price]) => Number(price)),
    );
    expect(inText).toHaveLength(1);
  });

  it('sums the parts of each table', () => {
    let sum = 0;
    for (const { part, price } of priced)
      if (part === '**sum**') {
        expect(rounded(sum)).toBe(price);
        sum = 0;
      } else sum += price;
    expect(sum).toBe(0);
  });

  it('uses its own inputs, and those of the project', () => {
    expect(guide).toContain(`1,000,000 × ${inputOf('duration of a call')} s × ${inputOf('memory of a function')} GB`);
    const logs = inputOf('log line of a call') + inputOf('further lines of Lambda for a call');
    expect(guide).toContain(`${logs.toFixed(2)} GB × ${inputOf('log retention')} months`);
    expect(guide).toContain(`${inputOf('reply, compressed')} GB × $0.09`);
    expect(guide).toContain(`| custom metrics | ${Object.keys(metricUnits).length} × $0.30 |`);
  });

  const counter = (deployment: Deployment) => {
    const outdir = mkdtempSync(join(tmpdir(), 'graphveil-cost-'));
    synthesize(deployment, outdir);
    const stack = JSON.parse(readFileSync(join(outdir, 'stacks/graphveil.prod/cdk.tf.json'), 'utf8'));
    rmSync(outdir, { recursive: true });
    return (type: string): number =>
      Object.keys((stack as { resource: Record<string, object> }).resource[type] ?? {}).length;
  };

  it('counts the alarms, keys and dashboards that a deployment creates', () => {
    const plain = `sources: { people: {} }\n${caller}`;
    const deployment = deploymentWith(plain);
    const count = counter(deployment);
    const withConsole = counter(deploymentWith(`${plain}\nclients: {}\nconsole: true`));
    const more = (type: string): number => withConsole(type) - count(type);

    expect(guide).toContain(`| alarms | ${count('aws_cloudwatch_metric_alarm')} × $0.10 |`);
    expect(guide).toContain(`| KMS keys, for the keyring and the logs | ${count('aws_kms_key')} × $1.00 |`);
    expect(guide).toContain(`| dashboard | ${count('aws_cloudwatch_dashboard')} × $3.00 |`);
    expect(guide).toContain(`| KMS keys, for the table, codes and signatures | ${more('aws_kms_key')} × $1.00 |`);
    expect(guide).toContain(`| alarms of functions and decisions | ${more('aws_cloudwatch_metric_alarm')} × $0.10 |`);
    expect(guide).toContain(`| metrics of decisions | ${Object.keys(accessMetrics).length} × $0.30 |`);
    const [{ memory = 0 } = {}] = deployment.settings.connectors;
    expect(memory).toBe(inputOf('memory of a function') * 1024);
    expect(deployment.settings.aws.logRetentionDays).toBe(inputOf('log retention') * 30);
  });
});

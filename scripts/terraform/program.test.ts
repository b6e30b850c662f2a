import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsWith } from '../../infra/testing/fixture.ts';
import { applyPlan } from './apply-plan.ts';
import { planStack } from './plan-stack.ts';
import type { PlanSummary } from './plan-summary.ts';
import { init } from './program.ts';
import { refuseSecondCopy } from './second-copy.ts';
import { standIn } from './testing/stand-in.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphveil-program-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const terraform = (branches: string) => {
  const { program, calls } = standIn(folder, branches);
  return {
    terraform: { name: program, folder },
    calls: () =>
      readFileSync(calls, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.replace(/^-chdir=\S+ /, '')),
  };
};

describe('init', () => {
  it.each(['Backend configuration changed; use terraform init -migrate-state', 'Backend initialization required'])(
    'replaces Terraform’s advice to copy the state by an explanation: %s',
    (message) => {
      const { terraform: moved } = terraform(`  *init*) echo 'Error: ${message}' >&2; exit 1 ;;`);

      expect(() => init(moved, 'graphveil')).toThrow(
        /the settings keep the state of graphveil in another place than the last .* nothing was changed/,
      );
    },
  );

  it('passes on all other messages of Terraform', () => {
    const { terraform: broken } = terraform(`  *init*) exit 1 ;;`);

    expect(() => init(broken, 'graphveil')).toThrow(/init of graphveil ended with 1$/);
  });
});

describe('planStack', () => {
  const shown = `  *show*) echo '{ "resource_changes": [] }' ;;`;
  const warning = '╷\n│ Warning: Argument is deprecated\n╵';

  it('saves the plan and its text without progress, and returns the warnings', () => {
    const printed = ['aws_iam_role.x: Refreshing state... [id=x]', 'No changes.', warning].join('\n');
    const { terraform: fine, calls } = terraform(`  *" plan "*) printf '%s\\n' '${printed}' ;;\n${shown}`);
    const { text, warnings, status, textFile } = planStack(fine, 'graphveil', 'graphveil.prod', ['-target=x']);

    expect(text).toBe(`No changes.\n${warning}`);
    expect(warnings).toEqual([warning]);
    expect(status).toBe(0);
    expect(readFileSync(textFile, 'utf8')).toBe(`${text}\n`);
    expect(calls()).toEqual(['plan -out=graphveil.tfplan -target=x', 'show -json graphveil.tfplan']);
  });

  it('keeps a plan that the options name, and Terraform’s exit code for changes', () => {
    const { terraform: changing, calls } = terraform(`  *" plan "*) exit 2 ;;\n${shown}`);

    expect(planStack(changing, 'graphveil', 'graphveil.prod', ['-out=mine', '-detailed-exitcode'])).toMatchObject({
      status: 2,
      file: 'mine',
    });
    expect(calls()).toEqual(['plan -out=mine -detailed-exitcode', 'show -json mine']);
    expect(() => planStack(changing, 'graphveil', 'graphveil.prod', [])).toThrow('plan of graphveil ended with 2');
  });
});

describe('refuseSecondCopy', () => {
  const settings = settingsWith('sources: { people: {} }');
  const iam = (name?: string) => ({
    send: () => (name === undefined ? Promise.resolve({}) : Promise.reject(Object.assign(new Error('no'), { name }))),
  });

  it('stops before a second set is created, unless nothing is there or IAM doesn’t answer', async () => {
    await expect(refuseSecondCopy('graphveil', settings, iam())).rejects.toThrow(
      'account 111122223333 has a deployment of environment prod, but the state of graphveil is empty',
    );
    await expect(refuseSecondCopy('graphveil', settings, iam('NoSuchEntityException'))).resolves.toBeUndefined();
    await expect(refuseSecondCopy('graphveil', settings, iam('AccessDenied'))).resolves.toBeUndefined();
  });
});

describe('applyPlan', () => {
  const summary = { stack: 'graphveil.prod', changes: true, deployedElsewhere: [] } as unknown as PlanSummary;
  const apply = (of: Partial<PlanSummary>, options: readonly string[], answer = true, takeOver = false) => {
    const { terraform: program, calls } = terraform('  *) ;;');
    const saved = { summary: { ...summary, ...of }, file: 'graphveil.tfplan' };
    const asked: string[] = [];
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve(answer);
    };
    return { done: applyPlan(program, saved, { options, takeOver, ask }), asked, calls };
  };

  it('applies exactly the plan, with the options that a saved plan takes', async () => {
    const { done, asked, calls } = apply({}, ['-auto-approve', '-target=x', '-parallelism=1', '-lock-timeout=5m']);
    await done;

    expect(asked).toEqual([]);
    expect(calls()).toEqual(['apply -parallelism=1 -lock-timeout=5m graphveil.tfplan']);
  });

  it('asks first, and applies nothing otherwise', async () => {
    const { done, asked } = apply({}, [], false);

    await expect(done).rejects.toThrow('not applied');
    expect(asked).toEqual(['Apply this to graphveil.prod? Only yes is accepted: ']);
  });

  it('deploys over another copy of the environment only if it is told to', async () => {
    const elsewhere = { deployedElsewhere: ['mail'] };

    await expect(apply(elsewhere, ['-auto-approve']).done).rejects.toThrow(
      'another copy of graphveil.prod was deployed',
    );
    await expect(apply(elsewhere, ['-auto-approve'], true, true).done).resolves.toBeUndefined();
  });
});

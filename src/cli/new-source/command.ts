import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rulesFolder as ownRules } from '../rules-folder.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import { answerOf, checkId, checkPath, checkPermission } from './check-options.ts';
import { describeProperties } from './describe-properties.ts';
import { firstJudgements } from './first-judgement.ts';
import { kindsOfIds } from './kinds-of-ids.ts';
import { scaffoldSource } from './scaffold.ts';
import { surveyType, typesOf, versionOf } from './survey.ts';

type Options = {
  readonly path: string;
  readonly permission: string;
  readonly entity?: string;
  readonly title?: string;
  readonly rulesFolder: string;
  readonly json?: true;
};

const titleOf = (id: string): string => id.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());

const write = (folder: string, files: ReadonlyMap<string, string>): void => {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'wx' });
  }
};

const nextSteps = (id: string, folder: string, custom: boolean): readonly string[] => {
  const where = custom ? ` --rules-folder ${dirname(folder)}` : '';
  return [
    `if there is a ${join(folder, 'privacy.yaml')}, choose a class for each property in it`,
    `keep, transform or drop each property in ${join(folder, 'rules.yaml')}`,
    `graphveil check ${join(folder, 'rules.yaml')}`,
    `graphveil prove --source ${id}${where}`,
    `write Microsoft's documented response into ${join(folder, 'cases/what-it-keeps.case.yaml')}, and add a case of a refused call`,
    `graphveil test --source ${id}${where} --update`,
    'explain the permission in source.yaml, and your decisions in notes.md',
  ];
};

export const run = (id: string, options: Options): void => {
  const { path, permission, title = titleOf(id), rulesFolder } = options;
  checkId(id, rulesFolder);
  checkPath(path);
  checkPermission(permission, path);
  const { entity, shape } = answerOf(options);
  const version = versionOf(path);
  const properties = describeProperties(entity, version);
  const judgements = firstJudgements(surveyType(entity, version), typesOf(version));
  const kinds = kindsOfIds(entity, path, version);
  const begun = { id, title, entity, pathTemplate: path, shape, permission, properties, judgements, ...kinds };
  const files = scaffoldSource(begun);
  const folder = join(rulesFolder, id);
  write(folder, files);
  const steps = nextSteps(id, folder, rulesFolder !== ownRules);
  if (options.json) {
    printJson({ id, folder, entity, files: [...files.keys()], properties, judgements, next: steps });
    return;
  }
  printOut(
    [
      ...[...files.keys()].map((file) => `written: ${join(folder, file)}`),
      '',
      `${entity} has ${properties.length} properties; the rules keep only the id, as a token:`,
      ...table(
        properties.map(({ name, known }) => [name, known]),
        { indent: 2 },
      ),
      '',
      'next:',
      ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    ].join('\n'),
  );
};

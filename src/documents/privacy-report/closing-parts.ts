import { isLimited } from '../caller-people.ts';
import { type Block, code, facts, heading, list, paragraph, strong, type Text, table } from '../render/blocks.ts';
import { type Claims, claimsOf } from './claims.ts';
import type { ReportModel, ReportSource } from './model.ts';

/** Lists every text that is kept without a format, with the reason from the rules. */
export const keptTexts = ({ sources }: ReportModel): readonly Block[] => {
  const byReason = new Map<string, { readonly source: string; readonly paths: Set<string> }>();
  for (const { title, answers } of sources)
    for (const { entity, rows } of answers)
      for (const { path, reason } of rows) {
        if (reason === undefined) continue;
        const key = `${title}\n${reason}`;
        const group = byReason.get(key) ?? { source: title, paths: new Set<string>() };
        byReason.set(key, group);
        group.paths.add(`${entity}.${path}`);
      }
  const rows = [...byReason].map(([key, { source, paths }]): readonly Text[] => [
    [source],
    [...paths].flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]),
    [key.slice(key.indexOf('\n') + 1)],
  ]);
  return [
    heading('Kept texts and the reasons'),
    ...(rows.length === 0
      ? [paragraph('None. Every kept value must match a format.')]
      : [
          paragraph(
            'No format distinguishes these values from text that people write. The rules keep them nevertheless and give a reason.',
          ),
          table(['Source', 'Property', 'Reason'], rows),
        ]),
  ];
};

/** Keys, and who can open pseudonyms. */
export const keysPart = ({ deployment }: ReportModel): readonly Block[] => [
  heading('Keys and their holders'),
  paragraph(
    'Pseudonyms are made with a keyring. A person who has it can compute the pseudonym of a known person and open reversible pseudonyms. Without it nobody can, and the analytics tool never gets it.',
  ),
  ...(deployment === undefined
    ? [
        list(
          [
            'In AWS, the key management service (KMS) generates the root key. It is never in plain form on a disk, in Terraform state or on a screen. At rest, the keyring is ciphertext in a parameter.',
          ],
          [
            'Only the functions’ own roles can decrypt it, and only with the environment’s encryption context. The key policy doesn’t let administrators of the account decrypt it, but those who can change the policy can grant themselves access.',
          ],
        ),
      ]
    : [
        facts(
          ['Keyring', [code(deployment.keyring), ', encrypted by the key management service']],
          ['Key', [code(deployment.key), `, in account ${deployment.account}`]],
          [
            'Can decrypt it',
            ['the functions’ own roles, with the encryption context of ', code(deployment.environment)],
          ],
          ['Creates and rotates keys', [code(deployment.keysRole), ', without seeing a key']],
          ['Could grant themselves access', ['administrators who can change the key policy']],
        ),
      ]),
  list(
    [
      strong('Rotation'),
      ' replaces the encryption keys; pseudonyms stay the same. Older ones can be opened until their epoch is retired.',
    ],
    [strong('A new series'), ' gives every person a new pseudonym, so later data doesn’t join with earlier data.'],
    [strong('Retiring'), ' destroys keys; tokens that only they can open can never be opened again.'],
  ),
];

const quasi = (sources: readonly ReportSource[]): readonly string[] => [
  ...new Set(
    sources.flatMap(({ answers }) =>
      answers.flatMap(({ entity, rows }) =>
        rows
          .filter(({ class: name, technique }) => name === 'quasi identifier' && technique === 'none')
          .map(({ path }) => `${entity}.${path}`),
      ),
    ),
  ),
];

const named = (paths: readonly string[]): Text => paths.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]);

const notShown = ({ unproven }: Claims): Text =>
  unproven.length === 0 ? [] : [` The proof doesn’t show this for ${unproven.join(', ')}.`];

const namesText = (claims: Claims): Text => [
  'Direct identifiers become pseudonyms or are dropped; the proof fails if a rule keeps one.',
  ...(claims.plainIds.length === 0 ? [] : [' IDs leave in plain form: ', ...named(claims.plainIds), '.']),
  ...notShown(claims),
];

const unitsText = (claims: Claims): Text => [
  'Names of units, titles, places, devices and networks are dropped or become pseudonyms',
  ...(claims.units.length === 0 ? ['.'] : [', except ', ...named(claims.units), ', which leave unchanged.']),
  ...notShown(claims),
];

const contentText = (claims: Claims): Text => {
  const texts = claims.clear.filter((path) => !claims.units.includes(path));
  return [
    'Bodies, titles, file names and prompts are dropped or become a length and a word count; listed phrases stay',
    ...(claims.byExpression.length === 0
      ? ['.']
      : [', and parts that an expression matches: ', ...named(claims.byExpression), '.']),
    ...(texts.length === 0 ? [] : [' These texts leave unchanged: ', ...named(texts), '.']),
    ...notShown(claims),
  ];
};

const peopleText = (deployment: ReportModel['deployment']): Text => {
  const limited = deployment?.callers.filter(isLimited).map(({ name }) => name) ?? [];
  return limited.length === 0
    ? ['A setting can limit a caller to the people of groups; it isn’t in use.']
    : [
        `${limited.join(', ')}: limited to the people of groups, in every call.`,
        ...(limited.length === deployment?.callers.length ? [] : [' Other callers get data about everybody.']),
      ];
};

/** Risks for an assessment, with the measures against each and the remaining risk. */
export const risksPart = (model: ReportModel): readonly Block[] => {
  const { sources, deployment } = model;
  const claims = claimsOf(model);
  const singling = quasi(sources);
  const log = deployment === undefined ? '' : ` It is kept for ${deployment.logRetentionDays} days.`;
  return [
    heading('Risks and measures'),
    table(
      ['Risk', 'Measures', 'Remaining risk'],
      [
        [
          ['Data identifies a person by name, address or number'],
          namesText(claims),
          ['Holders of the keyring can open reversible pseudonyms.'],
        ],
        [
          ['Other data singles out a person'],
          unitsText(claims),
          [
            'Patterns of times and contacts, and the properties listed below. Report on groups, not on individual pseudonyms.',
          ],
        ],
        [
          ['Records are linked'],
          [
            'Linking is the purpose of pseudonyms: a person is the same in calendar, mail and chats. Data from elsewhere doesn’t join with them, because they depend on a key.',
          ],
          ['A profile of a pseudonym grows with every source that is enabled.'],
        ],
        [['Content is read'], contentText(claims), ['The existence of a text, its time and its length.']],
        [
          ['Data is about people who didn’t agree'],
          peopleText(deployment),
          ['The owners of a group, and administrators, decide who belongs to it.'],
        ],
        [
          ['Microsoft adds or changes a property'],
          ['All data that no rule names is removed; a check compares versions of the types.'],
          ['The meaning of a kept property could change.'],
        ],
        [
          ['Graphveil reads more than it passes on'],
          [
            'If Graph allows it, Graphveil requests only kept properties. The application signs in without a stored secret, and only from one role.',
          ],
          ['Its permissions allow more; see each source.'],
        ],
        [
          ['Logs or errors contain personal data'],
          [
            `The log contains names of endpoints, counts, durations and codes, and never values; error messages of Microsoft aren’t passed on.${log}`,
          ],
          ['The times and the number of the tool’s calls.'],
        ],
      ],
    ),
    ...(singling.length === 0
      ? []
      : [
          paragraph(
            strong('Kept properties that can single out a person in combination with other knowledge'),
            ': ',
            ...singling.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]),
            '.',
          ),
        ]),
  ];
};

/** Questions that only the controller can answer. */
export const controllerPart = (): readonly Block[] => [
  heading('For the controller to complete'),
  paragraph('A data protection impact assessment also needs information that Graphveil doesn’t have.'),
  facts(
    ...[
      'Purpose of the analysis, and why less data isn’t sufficient',
      'Legal basis; agreement with employees’ representatives',
      'Recipients of the results, and the smallest group in a report',
      'Place and period of storage in the tool',
      'How people are informed, and how they can object',
    ].map((question) => [question, ['to be completed']] as const),
  ),
];

/** Explains how readers can check the report. */
export const checkPart = ({ types, sources }: ReportModel): readonly Block[] => [
  heading('How to check this report'),
  list(
    [code('graphveil prove'), ` lists every property with its rule, based on ${types.join(' and ')}.`],
    [
      code('graphveil test'),
      ' plants names, texts and links in every property and searches every reply, error and log record for them.',
    ],
    [code('graphveil sanitize'), ' applies the rules to a response that you provide, offline.'],
    [
      'Every reply contains the hash of its rules. ',
      ...sources.flatMap(
        ({ title, rulesHash }, index): Text => [index === 0 ? '' : ', ', `${title}: `, code(rulesHash)],
      ),
      '.',
    ],
  ),
];

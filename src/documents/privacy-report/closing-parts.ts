import { type Block, code, facts, heading, list, paragraph, strong, type Text, table } from '../render/blocks.ts';
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
    heading('Texts that are kept, and why'),
    ...(rows.length === 0
      ? [paragraph('None. Everything that is kept is held to a format.')]
      : [
          paragraph('No format tells these values from a person’s. The rules keep them all the same, and say why.'),
          table(['Source', 'Property', 'Reason'], rows),
        ]),
  ];
};

/** Keys, and who can open pseudonyms. */
export const keysPart = ({ deployment }: ReportModel): readonly Block[] => [
  heading('Keys, and who holds them'),
  paragraph(
    'Pseudonyms are made with a keyring. Whoever has it can compute the pseudonym of a known person and open reversible ones; without it nobody can, and the analytics tool never gets it.',
  ),
  ...(deployment === undefined
    ? [
        list(
          [
            'In AWS the key service (KMS) makes the root key; in plain form it is on no disk, in no Terraform state and on no screen. At rest the keyring is ciphertext in a parameter.',
          ],
          [
            'Only the functions’ own roles decrypt it, and only under the environment’s encryption context. Administrators of the account can’t decrypt it with the key’s policy; whoever may change that policy can grant themselves to.',
          ],
        ),
      ]
    : [
        facts(
          ['Keyring', [code(deployment.keyring), ', ciphertext of the key service']],
          ['Key', [code(deployment.key), `, in account ${deployment.account}`]],
          ['May decrypt', ['the functions’ own roles, under the encryption context of ', code(deployment.environment)]],
          ['Makes and rotates keys', [code(deployment.keysRole), ', without seeing a key']],
          ['Could grant themselves', ['whoever may change the key’s policy']],
        ),
      ]),
  list(
    [
      strong('Rotation'),
      ' changes the encrypting keys; pseudonyms stay equal. Old ones open until their epoch is retired.',
    ],
    [strong('A new series'), ' ends all joins: every person gets another pseudonym.'],
    [strong('Retiring'), ' destroys keys; what only they could open never opens again.'],
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

/** Risks for an assessment, with the measures against each and the remaining risk. */
export const risksPart = ({ sources, deployment }: ReportModel): readonly Block[] => {
  const singling = quasi(sources);
  const log = deployment === undefined ? '' : ` It is kept for ${deployment.logRetentionDays} days.`;
  return [
    heading('Risks, and what is done about them'),
    table(
      ['Risk', 'What is done', 'What is left'],
      [
        [
          ['Somebody is told by name, address or number'],
          ['Direct identifiers never leave in clear; the proof fails if a rule keeps one.'],
          ['Holders of the keyring can open reversible pseudonyms.'],
        ],
        [
          ['Somebody is singled out by what else is known'],
          ['Names of units, titles, places, devices and networks are dropped or become pseudonyms.'],
          [
            'Patterns of times and contacts, and the properties listed below. Report on groups, not on single pseudonyms.',
          ],
        ],
        [
          ['Records are linked'],
          [
            'Linking is what pseudonyms are for: the same person in calendar, mail and chats. Nothing outside joins with them, since they are keyed.',
          ],
          ['A profile of a pseudonym grows with every source that is enabled.'],
        ],
        [
          ['Content is read'],
          [
            'Bodies, titles, file names and prompts are dropped or become a length and a number of words; nothing but listed phrases stays.',
          ],
          ['That something was written, when, and how long it is.'],
        ],
        [
          ['Microsoft adds or changes a property'],
          ['What no rule names is removed, whatever it is; a check compares versions of the types.'],
          ['A property that is kept could change its meaning.'],
        ],
        [
          ['More is read than leaves'],
          [
            'Where Graph allows it, only kept properties are asked for. The application signs in without a stored secret, from one role only.',
          ],
          ['Its permissions would allow more; see each source.'],
        ],
        [
          ['Something stays in logs or errors'],
          [
            `The log holds names of endpoints, counts, durations and codes, never a value; error texts of Microsoft are not passed on.${log}`,
          ],
          ['When and how often the tool asked.'],
        ],
      ],
    ),
    ...(singling.length === 0
      ? []
      : [
          paragraph(
            strong('Kept, and apt to single somebody out together with other knowledge'),
            ': ',
            ...singling.flatMap((path, index) => [index === 0 ? '' : ', ', code(path)]),
            '.',
          ),
        ]),
  ];
};

/** Questions that only the controller can answer. */
export const controllerPart = (): readonly Block[] => [
  heading('For the controller to fill in'),
  paragraph('A data protection impact assessment also asks what no program knows.'),
  facts(
    ...[
      'Purpose of the analysis, and why less would not do',
      'Legal basis; agreement with employees’ representatives',
      'Recipients of the results, and the smallest group that is reported on',
      'Where the tool stores what it gets, and for how long',
      'How people are informed, and how they object',
    ].map((question) => [question, ['to be filled in']] as const),
  ),
];

/** Explains how readers can check the report. */
export const checkPart = ({ types, sources }: ReportModel): readonly Block[] => [
  heading('How to check this report'),
  list(
    [code('graphveil prove'), ` lists every property with its rule; it was made against ${types.join(' and ')}.`],
    [
      code('graphveil test'),
      ' plants names, texts and links at every property and looks for them in every reply, error and log record.',
    ],
    [code('graphveil sanitize'), ' shows what the rules make of an answer of your own, offline.'],
    [
      'Every reply carries the hash of its rules. ',
      ...sources.flatMap(
        ({ title, rulesHash }, index): Text => [index === 0 ? '' : ', ', `${title}: `, code(rulesHash)],
      ),
      '.',
    ],
  ),
];

import { learnLinks } from '../../links.ts';
import { anchorOf } from '../../render/anchors.ts';
import { type Block, code, facts, joined, link, paragraph, strong, type Text } from '../../render/blocks.ts';
import { requestFacts } from '../../request-facts.ts';
import type { ConsentScope } from '../consent-model.ts';
import type { Step } from '../steps/step.ts';
import { genuineHeading } from './genuine.ts';

const roles = (steps: readonly Step[]): Text =>
  steps.length === 1
    ? steps.map(({ role }) => role)
    : joined(steps.map(({ role }, index) => [role, ` for step ${index + 1}`]));

const whatIsAsked = ({ applications, connectors }: ConsentScope): Text => {
  const [only] = applications;
  const [first, ...others] = connectors;
  const text: Text =
    only !== undefined && applications.length === 1
      ? ['Please let the application ', strong(only.displayName), ' read Microsoft 365 data of your tenant.']
      : [`Please let ${applications.length} applications read Microsoft 365 data of your tenant.`];
  return first === undefined || others.length > 0 ? text : [...text, ` ${first.summary}`];
};

/** The request, its sender, and the roles that the administrator needs for it. */
export const requestPart = (
  scope: ConsentScope,
  steps: readonly Step[],
  asked: Text = whatIsAsked(scope),
): readonly Block[] => {
  const { tenantId, request } = scope.model;
  return [
    paragraph(...asked),
    facts(
      ...requestFacts(request),
      ['Tenant', [code(tenantId)]],
      [
        'Required role',
        [
          ...roles(steps),
          '. ',
          link('Global Administrator', learnLinks.globalAdministrator),
          ' works too, but has more rights than needed.',
        ],
      ],
      [
        'Time',
        [
          steps.length === 1 ? 'About 2 minutes' : `${steps.length} steps of a few minutes each`,
          '. First, ',
          link('check that this request is genuine', `#${anchorOf(genuineHeading)}`),
          '.',
        ],
      ],
    ),
  ];
};

import type { Cloud } from '../../../config/index.ts';
import { learnLinks } from '../../links.ts';
import { codeBlock, link, paragraph } from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { Step, StepContext } from './step.ts';

const teamsAdministrator = link('Teams Administrator', learnLinks.teamsAdministrator);

const connectTeams = ({ names }: Cloud): string =>
  names === undefined ? 'Connect-MicrosoftTeams' : `Connect-MicrosoftTeams -TeamsEnvironmentName ${names.teams}`;

/** Online meetings can be read only for users named in a Teams policy, regardless of consent. */
export const teamsApplicationAccessPolicy = ({ model, application }: StepContext): Step => {
  const policy = powershellQuoted(`Graphveil-${model.environment}`);
  const app = powershellQuoted(application.clientId);
  return {
    title: 'Allow online meetings in Teams',
    role: teamsAdministrator,
    optional: false,
    blocks: [
      paragraph(
        'For online meetings and their attendance reports, consent is not enough: Teams also wants an ',
        link('application access policy', learnLinks.teamsPolicy),
        '. In PowerShell with the module MicrosoftTeams:',
      ),
      codeBlock(
        'powershell',
        connectTeams(model.cloud),
        `New-CsApplicationAccessPolicy -Identity ${policy} -AppIds ${app}`,
        '# Where the policy is there already, for another application of this environment, add this one to it instead:',
        `# Set-CsApplicationAccessPolicy -Identity ${policy} -AppIds @{Add=${app}}`,
        '',
        '# For everyone without a policy of their own:',
        `Grant-CsApplicationAccessPolicy -PolicyName ${policy} -Global`,
        '',
        '# Or for one user (a user has one such policy at most):',
        `# Grant-CsApplicationAccessPolicy -PolicyName ${policy} -Identity 'USER-OBJECT-ID'`,
      ),
      paragraph(
        'It takes up to 30 minutes to apply. Until then calls for online meetings answer 403; all others work.',
      ),
    ],
    undo: [
      paragraph(
        'The policy in Teams opens nothing without the consent. To take the application out of it as well (least role: ',
        teamsAdministrator,
        '):',
      ),
      codeBlock(
        'powershell',
        connectTeams(model.cloud),
        `Set-CsApplicationAccessPolicy -Identity ${policy} -AppIds @{Remove=${app}}`,
      ),
    ],
  };
};

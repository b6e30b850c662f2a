import type { Cloud } from '../../../config/index.ts';
import { learnLinks } from '../../links.ts';
import { code, codeBlock, link, paragraph } from '../../render/blocks.ts';
import { powershellQuoted } from '../../render/quoting.ts';
import type { Step, StepContext } from './step.ts';

const teamsAdministrator = link('Teams Administrator', learnLinks.teamsAdministrator);

const connectTeams = ({ names }: Cloud): string =>
  names === undefined ? 'Connect-MicrosoftTeams' : `Connect-MicrosoftTeams -TeamsEnvironmentName ${names.teams}`;

/** Online meetings can be read only for users named in a Teams policy, regardless of consent. */
export const teamsApplicationAccessPolicy = ({ model, applications }: StepContext): Step => {
  const policy = powershellQuoted(`Graphveil-${model.environment}`);
  const apps = applications.map(({ clientId }) => powershellQuoted(clientId)).join(', ');
  return {
    title: 'Allow online meetings in Teams',
    role: teamsAdministrator,
    blocks: [
      paragraph(
        'For online meetings and their attendance reports, consent isn’t enough: Teams also requires an ',
        link('application access policy', learnLinks.teamsPolicy),
        ', which no portal can set. Run in PowerShell with the MicrosoftTeams module:',
      ),
      codeBlock(
        'powershell',
        connectTeams(model.cloud),
        `$app = ${apps}`,
        `New-CsApplicationAccessPolicy -Identity ${policy} -AppIds $app`,
        '# If the policy already exists for another application of this environment, add to it instead:',
        `# Set-CsApplicationAccessPolicy -Identity ${policy} -AppIds @{Add=$app}`,
        '',
        '# For everyone who has no policy of their own:',
        `Grant-CsApplicationAccessPolicy -PolicyName ${policy} -Global`,
        '# Or only for one user (a user has at most one such policy):',
        `# Grant-CsApplicationAccessPolicy -PolicyName ${policy} -Identity 'USER-OBJECT-ID'`,
        '',
        '# Shows the policy with its application:',
        `Get-CsApplicationAccessPolicy -Identity ${policy}`,
      ),
      paragraph(
        'The policy takes effect within 30 minutes. Until then, calls for online meetings return 403; all other calls work.',
      ),
    ],
    undo: [
      paragraph(
        'Without consent, the policy in Teams has no effect. To also remove the application from it (role: ',
        teamsAdministrator,
        '), run ',
        code(`Set-CsApplicationAccessPolicy -Identity ${policy} -AppIds @{Remove=${apps}}`),
        ' in PowerShell.',
      ),
    ],
  };
};

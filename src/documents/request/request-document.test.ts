import { clouds } from '../../config/index.ts';
import { readYamlText } from '../../yaml/index.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { request } from '../testing/every-document.ts';
import { nodesOf, parseMarkdown, rowsOf } from '../testing/read-markdown.ts';
import { runShell, shells } from '../testing/run-shell.ts';
import { requestDocument } from './request-document.ts';

const blocksOf = (language: string, model = request): readonly string[] =>
  nodesOf(parseMarkdown(toMarkdown(requestDocument(model))), 'code').flatMap(({ lang, value = '' }) =>
    lang === language ? [value] : [],
  );

describe('requestDocument', () => {
  it('lists each application with its connector', () => {
    expect(rowsOf(toMarkdown(requestDocument(request)))).toEqual(
      expect.arrayContaining(request.applications.map(({ displayName, connector }) => [displayName, connector])),
    );
  });

  it.each(shells)('creates each application, its principal and both owners, whatever its name: %s', (shell) => {
    const [commands = ''] = blocksOf('sh');
    const runs = runShell(shell, commands, { az: 'an-id' }).map(({ args }) => args);
    const owner = request.owner ?? '';

    expect(runs.slice(0, 1)).toEqual([['login', '--tenant', request.tenantId, '--allow-no-subscriptions']]);
    for (const [index, { displayName }] of request.applications.entries())
      expect(runs.slice(1 + index * 5, 6 + index * 5)).toEqual([
        [
          'ad',
          'app',
          'create',
          '--display-name',
          displayName,
          '--sign-in-audience',
          'AzureADMyOrg',
          '--query',
          'appId',
          '--output',
          'tsv',
        ],
        ['ad', 'sp', 'create', '--id', 'an-id', '--query', 'id', '--output', 'tsv'],
        ['ad', 'app', 'owner', 'add', '--id', 'an-id', '--owner-object-id', owner],
        [
          'rest',
          '--method',
          'post',
          '--resource',
          'https://graph.microsoft.com',
          '--url',
          'https://graph.microsoft.com/v1.0/servicePrincipals/an-id/owners/$ref',
          '--body',
          JSON.stringify({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${owner}` }),
        ],
        ['ad', 'app', 'show', '--id', 'an-id', '--query', 'id', '--output', 'tsv'],
      ]);
    expect(runs).toHaveLength(1 + request.applications.length * 5);
  });

  it('names the cloud’s own Graph as the resource of the token', () => {
    const [commands = ''] = blocksOf('sh', { ...request, cloud: clouds['us-government-dod'] });

    expect(commands).toContain('az rest --method post --resource https://dod-graph.microsoft.us \\');
    expect(commands).not.toContain('graph.microsoft.com');
  });

  it('asks for the owner if it is unknown', () => {
    const text = toMarkdown(requestDocument({ ...request, owner: undefined }));

    expect(text).toContain("owner='OWNER-OBJECT-ID'");
    expect(text).toContain('az ad signed-in-user show --query id');
  });

  it('requires settings that name every connector', () => {
    const [yaml = ''] = blocksOf('yaml');

    expect(readYamlText(yaml, '').value).toEqual({
      applications: {
        diaries: { objectId: 'OBJECT-ID', servicePrincipalObjectId: 'ENTERPRISE-OBJECT-ID' },
        people: { objectId: 'OBJECT-ID', servicePrincipalObjectId: 'ENTERPRISE-OBJECT-ID' },
      },
    });
  });

  it('requests one application if all connectors share it', () => {
    const shared = { connector: undefined, displayName: 'Graphveil prod' };
    const [yaml = ''] = blocksOf('yaml', { ...request, applications: [shared] });

    expect(readYamlText(yaml, '').value).toEqual({
      sharedApplication: { objectId: 'OBJECT-ID', servicePrincipalObjectId: 'ENTERPRISE-OBJECT-ID' },
    });
  });
});

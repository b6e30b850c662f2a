import { certificatesFile, networkVariables, type Settings } from '../../src/config/index.ts';

/** Variables of a function in a VPC. The runtime API of Lambda is reached directly in any case. */
export const networkVariablesOf = ({ aws: { vpc } }: Settings): Record<string, string> => ({
  ...(vpc?.proxy !== undefined && {
    [networkVariables.proxy]: vpc.proxy.url,
    ...(vpc.proxy.noProxy.length > 0 && { [networkVariables.noProxy]: vpc.proxy.noProxy.join(',') }),
  }),
  ...(vpc?.certificates !== undefined && { [networkVariables.certificates]: `/var/task/${certificatesFile}` }),
});

/** The arguments of a function that attach it to the VPC of the settings. */
export const vpcOf = ({ aws: { vpc } }: Settings) =>
  vpc === undefined ? {} : { vpcConfig: { subnetIds: [...vpc.subnets], securityGroupIds: [...vpc.securityGroups] } };

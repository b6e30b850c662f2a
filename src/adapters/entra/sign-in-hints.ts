/**
 * The cause of an AADSTS error in this product and its fix, in our own words: Entra's description names people and ids.
 */
const hints: Readonly<Record<number, string>> = {
  50012: 'the identity token could not be validated: check that the issuer publishes its keys',
  50013: 'the identity token could not be validated: check that the issuer publishes its keys',
  50027: 'the identity token is not a well-formed JWT',
  53003: 'Conditional Access for workload identities blocks the sign-in',
  65001: 'admin consent is missing',
  70001: 'the application is disabled in the tenant',
  70011: "the Graph scope doesn't match the cloud of this tenant",
  70021:
    'no federated credential matches yet: after a deployment this can take minutes; then check issuer, subject, audience',
  70025: 'the application has no federated credential: apply the Entra part of the deployment',
  90002: 'the tenant was not found: check the tenant id and the cloud',
  90038: 'the tenant is in another national cloud: check the cloud setting',
  90094: 'admin consent is missing',
  500011: 'the tenant does not know Microsoft Graph under this scope: check the cloud setting',
  500133: 'the identity token is outside its valid time: check the clock and that tokens are fresh',
  650056: 'admin consent is missing, or the application requests no Graph permission',
  650057: 'the application requests no permission of this Graph scope: check the cloud setting',
  700016:
    'the tenant has no application with this client id: check the client id, the tenant id, and that the application was created',
  700022: "the Graph scope doesn't match the cloud of this tenant",
  700024: 'the identity token is outside its valid time: check the clock and that tokens are fresh',
  700027: 'the signature of the identity token could not be verified: check that the issuer publishes its keys',
  700211: 'no federated credential has this issuer: compare it with the account’s token issuer, character by character',
  700212: 'no federated credential has this audience: compare it with the token-exchange audience of the cloud',
  700213: 'no federated credential has this subject: it must be exactly the ARN of the function’s role',
  700222:
    'tokens issued by Microsoft Entra ID can’t be exchanged: the identity token must come from the account’s own issuer',
  700227: "Entra doesn't allow the federated credential’s audience",
  900382: 'the application cannot sign in across clouds: check the cloud setting',
  900439: 'the tenant is in the US Government cloud: check the cloud setting',
  1002012: 'the Graph scope must end in /.default',
  7000112: 'the application is disabled in the tenant',
  7000215: 'a client secret was presented: Graphveil uses only federated credentials',
  7002138: 'the federated credential’s subject differs from the role’s ARN in letter case only',
};

const unknown = 'look up the number in the troubleshooting guide';

/** Returns the hint for an AADSTS number, with a general one for unknown numbers, because Microsoft may add some. */
export const signInHint = (number: number): string => hints[number] ?? unknown;

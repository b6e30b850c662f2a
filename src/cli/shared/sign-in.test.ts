import { clouds } from '../../config/index.ts';
import { signInFailure } from './sign-in.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';

describe('signInFailure', () => {
  it.each([
    [
      'a missing program',
      "Azure CLI could not be found. Please visit https://aka.ms/azure-cli and … 'az login'.",
      'Azure.NotInstalled',
    ],
    ['nobody who is signed in', "Please run 'az login' from a command prompt to authenticate.", 'Azure.NotSignedIn'],
    [
      'an ended session',
      'AADSTS700082: The refresh token has expired. To re-authenticate, please run: az login --scope x',
      'Azure.NotSignedIn',
    ],
    [
      'a name that does not resolve',
      "HTTPSConnectionPool(host='login.microsoftonline.com', port=443): Max retries exceeded (Caused by NameResolutionError)",
      'Network.NameNotFound',
    ],
    [
      'a certificate',
      "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))",
      'Network.CertificateUntrusted',
    ],
    [
      'a proxy',
      "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy'))",
      'Network.ProxyRefused',
    ],
    ['anything else', 'AADSTS50076: someone@contoso.example must use multi-factor authentication', 'Azure.Failed'],
  ])('tells %s apart, and repeats no names', (_, text, code) => {
    const failure = signInFailure(new Error(text), tenantId, clouds.global);

    expect(failure).toMatchObject({ code, exitCode: 3 });
    expect(`${failure.message} ${failure.hint}`).not.toContain('@contoso');
  });
});

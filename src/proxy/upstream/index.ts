/** What is asked of Graph, and what its answers mean. */
export { createFetch, type Fetched } from './fetch-upstream.ts';
export { type Consent, createConsent } from './heal-consent.ts';
export { consentMissing, judgeAnswer } from './judge-answer.ts';

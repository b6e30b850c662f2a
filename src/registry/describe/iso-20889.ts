/** Terms of ISO/IEC 20889:2018 (clause 9) for the transforms of rules. */
const byTransform: Readonly<Record<string, string>> = {
  bucket: 'generalization: rounding',
  countOnly: 'statistical tool: aggregation',
  encryptIp: 'cryptographic tool: deterministic encryption',
  filterTokenByRegex: 'suppression: masking',
  hashIp: 'pseudonymization',
  keepHost: 'generalization',
  pseudonymize: 'pseudonymization',
  pseudonymizeEmailHeader: 'pseudonymization',
  pseudonymizeRegexMatches: 'pseudonymization',
  redact: 'suppression: masking',
  redactExceptPhrases: 'suppression: masking',
  redactExceptSubstringsMatchingRegexes: 'suppression: masking',
  redactRegexMatches: 'suppression: masking',
  textDigest: 'statistical tool: aggregation',
  tokenize: 'pseudonymization',
  truncateTime: 'generalization: rounding',
};

/** Returns the term for a treatment; `how` begins with the name of a transform. */
export const isoTerm = (disposition: string, how: string): string => {
  if (disposition === 'kept') return 'none: retained';
  if (disposition === 'dropped') return 'suppression: masking';
  const [name = ''] = how.split(',');
  const term = byTransform[name];
  if (term === undefined) throw new Error(`no term of ISO/IEC 20889 for the transform ${name}`);
  return term;
};

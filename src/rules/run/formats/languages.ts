const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** ISO 639-1, and the three-letter codes that Microsoft 365 uses. Checked by list: a pattern would let `ann` through. */
const languages = words(`
  aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
  et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu iw ja jv ka kg ki
  kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no
  nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te
  tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
  arn bin brx chr ckb cop dsb ewo fil fur gsw haw hsb ibb ibo kab kok kri lij mni moh nqo nso oci pap prs quc qut quz sah
  sat sma smj smn sms syr tsn tzm vec yue zgh
`);

const scripts = words(`
  adlm arab armn beng cans cher cyrl deva ethi geor grek gujr guru hans hant hebr jpan khmr knda kore laoo latn mlym mong
  mymr nkoo olck orya sinh syrc taml telu tfng thaa thai tibt vaii yiii
`);

const tag = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?(?:[-_](?:valencia|tradnl|modern))?$/i;

/** A language tag (`en`, `de-AT`, `zh-Hans-CN`, `sr-Cyrl-RS`) of a known language and script. */
export const isLanguageTag = (text: string): boolean => {
  const [, language, script] = tag.exec(text) ?? [];
  return (
    language !== undefined &&
    languages.has(language.toLowerCase()) &&
    (script === undefined || scripts.has(script.toLowerCase()))
  );
};

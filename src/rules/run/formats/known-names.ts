import { mimeTypesByGroup } from './mime-types.generated.ts';
import { ianaNames, windowsNames } from './time-zones.generated.ts';

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

/** True for a language tag (`en`, `de-AT`, `zh-Hans-CN`, `sr-Cyrl-RS`) with a known language and script. */
export const isLanguageTag = (text: string): boolean => {
  const [, language, script] = tag.exec(text) ?? [];
  return (
    language !== undefined &&
    languages.has(language.toLowerCase()) &&
    (script === undefined || scripts.has(script.toLowerCase()))
  );
};

/** File name extensions, without the period. A list, because names can look like extensions. */
export const fileExtensions: ReadonlySet<string> = words(`
  7z accdb ai aspx avi avif axd bak bat bmp bz2 c cad cfg cmd conf cpp cs csv dat db dib dll doc docm docx dot dotm dotx dwf
  dwg dxf eml emz eps epub exe flac fluid gif gz heic heif htm html ico ics indd ini ipynb iso jar java jpeg jpg js json
  jsonl jsx key ktx latex less log loop lua m4a m4v mdb md mht mhtml mid mkv mov mp3 mp4 mpeg mpg mpp msg msi numbers odg
  odp ods odt ogg one onepkg onetoc2 opus ost otf pages pbix pdf php pkg png pot potm potx ppam pps ppsm ppsx ppt pptm pptx
  ps ps1 psd pst pub py r rar rb reg rmvb rs rst rtf sas scss sh sig sldprt sln sql srt stl stp svg svgz swift tar tex tgz
  tif tiff toml ts tsv tsx ttf txt url vb vbs vcf vsd vsdm vsdx vss vssx vst vstx vtt wav webm webp wma wmf wmv woff woff2
  wps xhtml xla xlam xls xlsb xlsm xlsx xlt xltm xltx xml xps xsd xsl yaml yml zip
  `);

/** Names that Windows and Outlook write but no publisher lists: retired zones, and custom zones. */
const otherNames = [
  'Kamchatka Standard Time',
  'Mid-Atlantic Standard Time',
  'Customized Time Zone',
  'tzone://Microsoft/Custom',
  'tzone://Microsoft/Utc',
];

const all = [
  ...Object.entries(ianaNames).flatMap(([area, names]) =>
    names.map((name) => (area === '' ? name : `${area}/${name}`)),
  ),
  ...windowsNames,
  ...otherNames,
];

/** Every time zone name that Microsoft Graph uses, keyed by its lower-case spelling. */
export const timeZoneNames: ReadonlyMap<string, string> = new Map(all.map((name) => [name.toLowerCase(), name]));

const known: ReadonlySet<string> = new Set(
  Object.entries(mimeTypesByGroup).flatMap(([group, names]) => names.split(' ').map((name) => `${group}/${name}`)),
);

const parts = /^([a-z]+\/[a-z0-9.+_-]+)(?:; ?charset=([a-z0-9_:-]{1,40}))?$/i;

/** True for a label of an encoding that the WHATWG Encoding Standard knows. */
const isEncoding = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
};

/** Returns a registered media type, with or without a known `charset`. Any other word could be a name. */
export const fitMimeType = (text: string): string | undefined => {
  const [, type, charset] = parts.exec(text) ?? [];
  if (type === undefined || !known.has(type.toLowerCase())) return undefined;
  return charset === undefined || isEncoding(charset) ? text : undefined;
};

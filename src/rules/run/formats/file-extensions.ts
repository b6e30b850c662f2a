/** What may stand behind the last point of a file name, with or without that point. By list: names can look like one. */
export const fileExtensions: ReadonlySet<string> = new Set(
  `
  7z accdb ai aspx avi avif axd bak bat bmp bz2 c cad cfg cmd conf cpp cs csv dat db dib dll doc docm docx dot dotm dotx dwf
  dwg dxf eml emz eps epub exe flac fluid gif gz heic heif htm html ico ics indd ini ipynb iso jar java jpeg jpg js json
  jsonl jsx key ktx latex less log loop lua m4a m4v mdb md mht mhtml mid mkv mov mp3 mp4 mpeg mpg mpp msg msi numbers odg
  odp ods odt ogg one onepkg onetoc2 opus ost otf pages pbix pdf php pkg png pot potm potx ppam pps ppsm ppsx ppt pptm pptx
  ps ps1 psd pst pub py r rar rb reg rmvb rs rst rtf sas scss sh sig sldprt sln sql srt stl stp svg svgz swift tar tex tgz
  tif tiff toml ts tsv tsx ttf txt url vb vbs vcf vsd vsdm vsdx vss vssx vst vstx vtt wav webm webp wma wmf wmv woff woff2
  wps xhtml xla xlam xls xlsb xlsm xlsx xlt xltm xltx xml xps xsd xsl yaml yml zip
  `
    .trim()
    .split(/\s+/),
);

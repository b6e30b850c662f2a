import remarkValidateLinks from 'remark-validate-links';

/** Generated pages point to lines of rule files, which have no headings. */
const lines = /\.yaml#L\d+$/i;

export default { plugins: [[remarkValidateLinks, { repository: false, skipPathPatterns: [lines] }]] };

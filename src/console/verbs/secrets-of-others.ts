/**
 * The value of a client secret of Microsoft Entra ID: 40 characters with `8Q~` or another digit after the first three (the
 * pattern with which GitHub and Microsoft's own scanners find them).
 */
const entraSecret = /(?:^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?:$|[^A-Za-z0-9_~.-])/;

/** True for a text that has a client secret of Microsoft Entra ID in it. Nothing keeps or shows such a text. */
export const looksLikeSecret = (text: string): boolean => entraSecret.test(text);

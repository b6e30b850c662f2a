/** Quotes one argument for sh, bash and zsh. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Quotes one argument for PowerShell, which treats typographic quotes as quotes. */
export const powershellQuoted = (text: string): string => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, also for HTML inside Markdown. */
export const htmlEscaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

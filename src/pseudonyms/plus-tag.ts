/** What is done with the tag of `name+tag@domain`: dropped, it is the same person; kept, it is somebody else. */
export type PlusTags = 'drop' | 'keep';

/** What a person types behind `+`; anything longer, or with other signs, is a program's code for somebody. */
const tag = /^[\p{L}\p{N}_-]+(?:[.+][\p{L}\p{N}_-]+)*$/u;
const longestTag = 32;
/** `contoso.example`: a relay that writes whole addresses before the `@`. */
const domainLike = /\.[\p{L}]{2,}$/u;
/** `44ldt`, `a1b2c3d4e5f6`: letters and digits mixed, or many digits, as programs make them. */
const codeLike = /^(?=.*[0-9])[0-9a-f-]{8,}$/i;
/** Mailboxes of programs, which tell their correspondents apart by what is behind `+`, and encodings of other addresses. */
const service =
  /^(?:bounces?|reply|replies|no-?reply|do-?not-?reply|return|returns|mailer-daemon|unsubscribe|notify|notifications?|comments?|inbound|inbox|incoming|verp|prvs|btv1|srs[01]?|msprvs1|imcea[a-z]*-.*|.*=.*)$/;

/**
 * The local part without its plus tag. A tag is dropped only where it can be one that a person chose: behind a mailbox that
 * can be a person's, short, and neither a domain nor a code. All others keep people apart that share what is before `+`.
 */
export const withoutTag = (local: string, plusTags: PlusTags): string => {
  const at = local.indexOf('+');
  if (plusTags === 'keep' || at < 1 || local.startsWith('"')) return local;
  const [name, written] = [local.slice(0, at), local.slice(at + 1)];
  const short = written.length <= longestTag && (written === '' || tag.test(written));
  const chosen = short && !domainLike.test(written) && !codeLike.test(written);
  return chosen && !service.test(name) ? name : local;
};

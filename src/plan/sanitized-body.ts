declare const sanitized: unique symbol;

/** UTF-8 JSON that went through the rules. Only this room can make one; a reply's body accepts nothing else. */
export type SanitizedBody = Uint8Array & { readonly [sanitized]: true };

/** The one place where bytes become a sanitized body; not exported through the room's door. */
export const asSanitizedBody = (bytes: Uint8Array): SanitizedBody => bytes as SanitizedBody;

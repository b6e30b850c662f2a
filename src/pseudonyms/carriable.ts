/** Longest value that a token holds; what Graph calls an id or a link is far shorter. */
const longest = 2_048;
const control = /\p{Cc}|\p{Cs}/u;
const dotSegment = /(?:^|[/\\])\.\.?(?:[/\\?#]|$)/;

/**
 * True for a value that a request can carry in every place that a rule may give it, once it is encoded for that place:
 * nothing that a server could read as a step out of its path, no control character, not empty.
 */
export const isCarriable = (value: string): boolean =>
  value !== '' && value.length <= longest && !control.test(value) && !dotSegment.test(value);

const grouped = new Intl.NumberFormat('en-US');

/** `1,204`. */
export const grouping = (number: number): string => grouped.format(number);

/** `1 gap`, `1,204 properties`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${grouping(number)} ${number === 1 ? one : many}`;

/** `1,204`, of an integer. */
export const grouping = (number: number): string => String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 gap`, `1,204 properties`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${grouping(number)} ${number === 1 ? one : many}`;

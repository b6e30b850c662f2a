/** True if the day exists in the proleptic Gregorian calendar, as in ISO 8601; years 0 to 9999. */
export const isCalendarDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
};

const date = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** True for `2026-02-28`, but not for a day that doesn't exist. */
export const isDate = (text: string): boolean => {
  const [, year, month, day] = date.exec(text) ?? [];
  return year !== undefined && isCalendarDay(Number(year), Number(month), Number(day));
};

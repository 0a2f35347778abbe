// Dates, ages and sizes in the reader's language. The sentences come from the page; {date}, {age}, {n} are ours.
const DAY = 86_400_000;
const language = `${document.documentElement.lang}-KE`;
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function sizeOf(bytes) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return bytes < 1_000_000 ? `${number.format(Math.max(1, Math.round(bytes / 1000)))} kB` : `${number.format(bytes / 1_000_000)} MB`;
}

// Days by this phone's clock since it asked; the day itself by the server's, for phones tell odd dates.
export function ageOf({ at, seen }, words) {
  const days = Math.max(0, Math.floor((Date.now() - seen) / DAY));
  const age = days === 0 ? words.today : days === 1 ? words.oneDay : words.days.replace("{n}", days);
  const date = day.format(at) + (days === 0 ? ` ${hour.format(at)}` : "");
  const text = words.asOf.replace("{date}", date).replace("{age}", age);
  return { text, isOld: days >= Number(words.warned) };
}

// Tết and Hùng Kings from astronomy-engine's new moons and solar longitudes, by the rules of the Vietnamese calendar written here:
// months begin on the day of the new moon at UTC+7, the winter solstice lies in month 11, the leap month is the first without a
// major term. One line a year, "year tet hungKings".
'use strict';
const { SearchMoonPhase, SearchSunLongitude, Seasons } = require('astronomy-engine');

const DAY = 86400000;
const ZONE = 7 * 3600000;
const [first, last] = process.argv.slice(2).map(Number);

const localDay = (date) => Math.floor((date.getTime() + ZONE) / DAY);
const text = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const newMoonAfter = (date) => SearchMoonPhase(0, date, 40).date;

/** Local days of the new moons from shortly before a moment, each the first of a month. */
function monthsFrom(date, count) {
  const starts = [];
  let moon = newMoonAfter(date);
  while (starts.length < count) {
    starts.push(localDay(moon));
    moon = newMoonAfter(new Date(moon.getTime() + 20 * DAY));
  }
  return starts;
}

const solsticeDay = (year) => localDay(Seasons(year).dec_solstice.date);

/** Local days on which the sun reaches a multiple of 30 degrees, from December to the next. */
function majorTerms(year) {
  const days = [];
  let from = new Date(Date.UTC(year - 1, 11, 10));
  for (let longitude = 270; days.length < 14; longitude = (longitude + 30) % 360) {
    const term = SearchSunLongitude(longitude, from, 45).date;
    days.push(localDay(term));
    from = new Date(term.getTime() + 5 * DAY);
  }
  return days;
}

for (let year = first; year <= last; year++) {
  const months = monthsFrom(new Date(Date.UTC(year - 1, 9, 25)), 18);
  const monthOf = (day) => months.findLastIndex((start) => start <= day);
  const eleven = monthOf(solsticeDay(year - 1));
  const next = monthOf(solsticeDay(year));
  const terms = majorTerms(year);
  let leap = -1;
  if (next - eleven === 13) {
    for (let i = eleven + 1; i < next && leap < 0; i++) {
      if (!terms.some((term) => term >= months[i] && term < months[i + 1])) leap = i;
    }
  }
  const month = (number) => {
    let at = eleven + 2;
    if (leap >= 0 && leap <= at) at++;
    for (let current = 1; current < number; current++) {
      at++;
      if (at === leap) at++;
    }
    return months[at];
  };
  console.log(year, text(month(1)), text(month(3) + 9));
}

// Tết and Hùng Kings by date-holidays (whose astronomy is the package astronomia): one line a year, "year tet hungKings".
'use strict';
const Holidays = require('date-holidays');

const [first, last] = process.argv.slice(2).map(Number);
const vietnam = new Holidays('VN');

for (let year = first; year <= last; year++) {
  const found = vietnam.getHolidays(year, 'vi');
  const day = (name) => found.filter((holiday) => holiday.name === name).map((holiday) => holiday.date.slice(0, 10)).join('|') || '-';
  console.log(year, day('Tết Nguyên Đán'), day('Giỗ tổ Hùng Vương'));
}

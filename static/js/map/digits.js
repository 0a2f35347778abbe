// Whole numbers as English and Kiswahili write them. The browser's own formats must first be read, which holds
// up a slow phone for a tenth of a second, when it has most to do.
export const grouped = (number) => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");

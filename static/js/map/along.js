// Where letters stand along a line. Points are [x, y] in pixels; nothing here draws.
const SHARPEST = 0.55; // radians from one letter to the next
const MOST_TURN = 1.9; // from the first letter to the last

// A line with the way walked at each of its points.
export function measured(points) {
  const walked = [0];
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    walked.push(walked[i - 1] + Math.hypot(b[0] - a[0], b[1] - a[1]));
  }
  return { points, walked, length: walked.at(-1) };
}

function at({ points, walked }, s) {
  let i = 1;
  while (i < points.length - 1 && walked[i] < s) i += 1;
  const [a, b] = [points[i - 1], points[i]];
  const t = (s - walked[i - 1]) / (walked[i] - walked[i - 1] || 1);
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

const turned = ({ points, length }) => ({ ...measured([...points].reverse()), length });

// One place for each letter, [x, y, angle], with the middle of the text `centre` along the line and `aside`
// pixels above it; null where the text is longer than the line or the line bends too sharply.
export function lettersAlong(line, widths, centre, aside) {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let start = centre - whole / 2;
  if (start < 0 || start + whole > line.length) return null;
  let way = line;
  if (at(line, start + whole)[0] < at(line, start)[0]) {
    way = turned(line);
    start = line.length - centre - whole / 2;
  }
  const places = [];
  for (const width of widths) {
    const reach = Math.max(width, 8) / 2;
    const [from, to] = [at(way, start + width / 2 - reach), at(way, start + width / 2 + reach)];
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    if (places.length && between(places.at(-1)[2], angle) > SHARPEST) return null;
    const [x, y] = at(way, start + width / 2);
    places.push([x + aside * Math.sin(angle), y - aside * Math.cos(angle), angle]);
    start += width;
  }
  return between(places[0][2], places.at(-1)[2]) > MOST_TURN ? null : places;
}

function between(one, other) {
  const turn = Math.abs(one - other) % (2 * Math.PI);
  return Math.min(turn, 2 * Math.PI - turn);
}

// Where along a line a text of that length may stand, the best places first: once for each `every` pixels.
export function centresOn(length, whole, every) {
  if (whole > length) return [];
  const times = Math.max(1, Math.floor(length / every));
  const span = length / times;
  const slack = Math.max(0, (span - whole) / 2);
  return Array.from({ length: times }, (_, n) => {
    const middle = span * (n + 0.5);
    return [0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1, 1].map((part) => middle + part * slack);
  });
}

// What is written or drawn already, as discs: [x, y, radius], found by the cells they touch.
export class Room {
  constructor(cell = 32) {
    this.cell = cell;
    this.taken = new Map();
  }

  *cells([x, y, reach]) {
    const { cell } = this;
    for (let i = Math.floor((x - reach) / cell); i <= Math.floor((x + reach) / cell); i += 1) {
      for (let j = Math.floor((y - reach) / cell); j <= Math.floor((y + reach) / cell); j += 1) yield `${i},${j}`;
    }
  }

  isFree(spots) {
    return spots.every((spot) => {
      for (const cell of this.cells(spot)) {
        if (this.taken.get(cell)?.some(([x, y, reach]) => Math.hypot(spot[0] - x, spot[1] - y) < spot[2] + reach)) return false;
      }
      return true;
    });
  }

  take(spots) {
    for (const spot of spots) {
      for (const cell of this.cells(spot)) {
        if (!this.taken.has(cell)) this.taken.set(cell, []);
        this.taken.get(cell).push(spot);
      }
    }
  }
}

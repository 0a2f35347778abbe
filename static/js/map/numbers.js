// Where the number of a structure is written, if it has room. Lengths are in the units of the shapes.
import { isInside } from "./decode.js";

const POLYGON = 3;
// Of the text's box, what has to lie in the structure: letters leave the box's corners empty.
const OF_WIDTH = 0.75;

// In pixels; never smaller than can be read.
export const sizeOfNumber = (zoom) => (zoom > 19 ? 12 : 11);

// The middle of the structure, when a text of that half width and height fits in it there; else null.
export function placeOfNumber(shape, half, tall, halfPoint) {
  const { type, box: [west, north, east, south] } = shape;
  const at = [(west + east) / 2, (north + south) / 2];
  if (type !== POLYGON) return half * OF_WIDTH > halfPoint ? null : at;
  const wide = half * OF_WIDTH;
  if (east - west < 2 * wide || south - north < 2 * tall) return null;
  const corners = [[-wide, -tall], [wide, -tall], [-wide, tall], [wide, tall], [0, 0]];
  return corners.every(([x, y]) => isInside(shape, at[0] + x, at[1] + y)) ? at : null;
}

// What has been written: a grid of cells as high as a line, each with the spans taken in it.
export class Taken {
  constructor(cell) {
    this.cell = cell;
    this.rows = new Map();
  }

  // Takes the place, unless something is written there.
  take([x, y], half, tall) {
    const rows = [];
    for (let n = Math.floor((y - tall) / this.cell); n <= Math.floor((y + tall) / this.cell); n += 1) {
      if (!this.rows.has(n)) this.rows.set(n, []);
      rows.push(this.rows.get(n));
    }
    if (rows.some((row) => row.some(([from, to]) => x - half < to && x + half > from))) return false;
    for (const row of rows) row.push([x - half, x + half]);
    return true;
  }
}

// Sizes while one draws, on a sphere of the Earth's own area: good to a hundredth. What is kept the server measures.
const R = 6_371_007.2;
const rad = (degrees) => (degrees * Math.PI) / 180;

function ringM2(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [east1, north1] = ring[j];
    const [east2, north2] = ring[i];
    sum += rad(east2 - east1) * (2 + Math.sin(rad(north1)) + Math.sin(rad(north2)));
  }
  return Math.abs((sum * R * R) / 2);
}

const polygonM2 = ([outer, ...holes]) => holes.reduce((area, hole) => area - ringM2(hole), ringM2(outer));

function lineM(line) {
  let sum = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [east1, north1] = line[i - 1];
    const [east2, north2] = line[i];
    const x = rad(east2 - east1) * Math.cos(rad((north1 + north2) / 2));
    sum += Math.hypot(x, rad(north2 - north1)) * R;
  }
  return sum;
}

// { m2 } of areas, { m } of lines, {} of points.
export function sizeOf({ type, coordinates }) {
  if (type === "Polygon") return { m2: polygonM2(coordinates) };
  if (type === "MultiPolygon") return { m2: coordinates.reduce((sum, polygon) => sum + polygonM2(polygon), 0) };
  if (type === "LineString") return { m: lineM(coordinates) };
  if (type === "MultiLineString") return { m: coordinates.reduce((sum, line) => sum + lineM(line), 0) };
  return {};
}

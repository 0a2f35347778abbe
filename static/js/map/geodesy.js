// Lengths and areas on the WGS 84 spheroid. A settlement is small: on a plane that touches the spheroid in its
// middle, scaled by the radii of curvature there, both are right to a few parts in a million.
const RADIUS = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY2 = FLATTENING * (2 - FLATTENING);
export const M2_PER_ACRE = 4046.8564224;

// Points as [longitude, latitude] → metres east and north of their middle.
function inMetres(points) {
  const middle = (n) => points.reduce((sum, point) => sum + point[n], 0) / points.length;
  const [longitude, latitude] = [middle(0), middle(1)];
  const radians = Math.PI / 180;
  const sine = Math.sin(latitude * radians);
  const across = RADIUS / Math.sqrt(1 - ECCENTRICITY2 * sine ** 2);
  const along = (across * (1 - ECCENTRICITY2)) / (1 - ECCENTRICITY2 * sine ** 2);
  const east = across * Math.cos(latitude * radians) * radians;
  return points.map(([x, y]) => [(x - longitude) * east, (y - latitude) * along * radians]);
}

// Metres along the line.
export function lengthOf(points) {
  let metres = 0;
  for (let n = 1; n < points.length; n += 1) {
    const [a, b] = inMetres([points[n - 1], points[n]]);
    metres += Math.hypot(b[0] - a[0], b[1] - a[1]);
  }
  return metres;
}

// Square metres inside the ring, whichever way it turns; it is closed by itself.
export function areaOf(points) {
  if (points.length < 3) return 0;
  const ring = inMetres(points);
  return Math.abs(ring.reduce((sum, [x, y], n) => {
    const [u, v] = ring[(n + 1) % ring.length];
    return sum + x * v - u * y;
  }, 0)) / 2;
}

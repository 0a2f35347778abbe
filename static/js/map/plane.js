// The plane that tiles lie in, web Mercator as Leaflet has it, for what is asked before Leaflet is there.
const TILE = 256;
const STEEPEST = 85.0511287798;

export class Plane {
  // `place` is the map's box; `zooms` are { minzoom, maxzoom } as django-leaflet says them.
  constructor(place, { minzoom = 0, maxzoom = 22 }) {
    Object.assign(this, { place, minzoom, maxzoom });
  }

  getContainer() {
    return this.place;
  }

  getSize() {
    return { x: this.place.clientWidth, y: this.place.clientHeight };
  }

  // Pixels from the north-west corner of the world.
  project([lat, lon], zoom) {
    const world = TILE * 2 ** zoom;
    const sine = Math.sin((Math.max(-STEEPEST, Math.min(STEEPEST, lat)) * Math.PI) / 180);
    return { x: world * (0.5 + lon / 360), y: world * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) };
  }

  // The nearest zoom at which all of the bounds fits.
  getBoundsZoom([[south, west], [north, east]], _isInside, { x, y } = { x: 0, y: 0 }) {
    const [low, high] = [this.project([south, east], 0), this.project([north, west], 0)];
    const size = this.getSize();
    const scale = Math.min((size.x - x) / (low.x - high.x), (size.y - y) / (low.y - high.y));
    const zoom = Math.floor(Math.round(Math.log2(scale) * 100) / 100);
    return Math.max(this.minzoom, Math.min(this.maxzoom, zoom));
  }

  // What Leaflet's fitBounds would show: { zoom, centre }, the centre in that zoom's pixels.
  fitted([[south, west], [north, east]], { maxZoom, paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] }) {
    const zoom = Math.min(maxZoom, this.getBoundsZoom([[south, west], [north, east]], false, { x: left + right, y: top + bottom }));
    const [low, high] = [this.project([south, east], zoom), this.project([north, west], zoom)];
    return { zoom, centre: { x: (low.x + high.x + right - left) / 2, y: (low.y + high.y + bottom - top) / 2 } };
  }
}

// The tiles of a view { zoom, centre } of that size, from its middle outwards.
export function tilesOf({ zoom, centre }, size) {
  const middle = { x: Math.floor(centre.x), y: Math.floor(centre.y) };
  const [west, north] = [Math.floor((middle.x - size.x / 2) / TILE), Math.floor((middle.y - size.y / 2) / TILE)];
  const [east, south] = [Math.ceil((middle.x + size.x / 2) / TILE), Math.ceil((middle.y + size.y / 2) / TILE)];
  const tiles = [];
  for (let y = north; y < south; y += 1) for (let x = west; x < east; x += 1) tiles.push({ z: zoom, x, y });
  const away = ({ x, y }) => Math.hypot(x - (west + east - 1) / 2, y - (north + south - 1) / 2);
  return tiles.sort((one, other) => away(one) - away(other));
}

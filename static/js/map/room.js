// Where a settlement comes to lie: beside or under the search and the legend, as long as it stays as large.
// `map` is Leaflet's, or the plane that is there before it.
const EDGE = 16;
const BOTTOM = 28; // the sheet's round corners, the scale

// Options for fitBounds. The settlement moves no farther from the middle than it must: first aside, then down,
// and where neither clears it, as far as there is room; or it is drawn smaller, where it fills what is free.
const FILLS = 0.5;

export function roomFor(map, bounds) {
  const { right, bottom, below } = covered(map.getContainer());
  const edges = { x: 2 * EDGE, y: EDGE + below };
  const largest = Math.max(map.getBoundsZoom(bounds, false, edges), map.getBoundsZoom(bounds) - 1);
  const [[south, west], [north, east]] = bounds;
  const place = (zoom) => {
    const [low, high, all] = [map.project([south, east], zoom), map.project([north, west], zoom), map.getSize()];
    const size = { x: low.x - high.x, y: low.y - high.y };
    const free = { x: all.x - size.x - edges.x, y: all.y - size.y - edges.y };
    // Padding of twice the way moves what is centred by the way.
    const aside = Math.min(free.x, Math.max(0, 2 * right - free.x));
    const down = Math.min(free.y, Math.max(0, 2 * bottom - free.y));
    const isClear = free.x >= right || free.y >= bottom;
    const room = free.x >= right ? [aside, 0] : free.y >= bottom ? [0, down] : [Math.max(0, aside), Math.max(0, down)];
    const filled = Math.max(size.x / (size.x + free.x - right), size.y / (size.y + free.y));
    return { zoom, room, isClear, filled };
  };
  const smaller = place(largest - 1);
  const large = place(largest);
  const { zoom, room } = !large.isClear && smaller.isClear && smaller.filled >= FILLS ? smaller : large;
  return { maxZoom: zoom, paddingTopLeft: [EDGE + room[0], EDGE + room[1]], paddingBottomRight: [EDGE, below] };
}

// On a phone the legend would hide the map: it starts folded.
export function foldLegend({ structures }) {
  const legend = document.querySelector(".map-legend");
  if (legend) legend.open = Boolean(structures) && matchMedia("(min-width: 60rem)").matches;
}

// Buttons and keys zoom towards the middle of the map. Where that lies beside the settlement, towards it.
export function zoomTowards(map, bounds) {
  const ground = window.L.latLngBounds(bounds);
  const setZoom = map.setZoom.bind(map);
  map.setZoom = (zoom, options) => {
    const isBeside = !ground.contains(map.getCenter()) && map.getBounds().intersects(ground);
    return isBeside && zoom > map.getZoom() ? map.setZoomAround(ground.getCenter(), zoom, options) : setZoom(zoom, options);
  };
}

// How far the tools reach into the map, from its upper left corner; and one that lies at the bottom, from there.
function covered(place) {
  const map = place.getBoundingClientRect();
  const tools = [...place.parentElement.querySelectorAll(".map-search, .map-legend")];
  const boxes = tools.map((tool) => tool.getBoundingClientRect());
  const isLow = ({ top }) => top > map.top + map.height / 2;
  const [low, high] = [boxes.filter(isLow), boxes.filter((box) => !isLow(box))];
  const legend = high.at(-1) ?? { right: map.left };
  return {
    right: legend.right - map.left,
    bottom: Math.max(0, ...high.map((box) => box.bottom - map.top)),
    below: Math.max(BOTTOM, ...low.map((box) => map.bottom - box.top + EDGE)),
  };
}

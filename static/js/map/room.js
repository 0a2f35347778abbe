// Where a settlement comes to lie: beside or under the search and the legend, as long as it stays as large.
const { L } = window;
const EDGE = 16;
const BOTTOM = 28; // the sheet's round corners, the scale

// Options for fitBounds. The settlement moves no farther from the middle than it must: first aside, then down,
// and where neither clears it, as far as there is room.
export function roomFor(map, bounds) {
  const edges = L.point(2 * EDGE, EDGE + BOTTOM);
  const zoom = Math.max(map.getBoundsZoom(bounds, false, edges), map.getBoundsZoom(bounds) - 1);
  const [[south, west], [north, east]] = bounds;
  const size = map.project([south, east], zoom).subtract(map.project([north, west], zoom));
  const free = map.getSize().subtract(size).subtract(edges);
  const { right, bottom } = covered(map.getContainer());
  // Padding of twice the way moves what is centred by the way.
  const aside = Math.min(free.x, Math.max(0, 2 * right - free.x));
  const down = Math.min(free.y, Math.max(0, 2 * bottom - free.y));
  const room = free.x >= right ? [aside, 0] : free.y >= bottom ? [0, down] : [Math.max(0, aside), Math.max(0, down)];
  return { maxZoom: zoom, paddingTopLeft: [EDGE + room[0], EDGE + room[1]], paddingBottomRight: [EDGE, BOTTOM] };
}

// Buttons and keys zoom towards the middle of the map. Where that lies beside the settlement, towards it.
export function zoomTowards(map, bounds) {
  const ground = L.latLngBounds(bounds);
  const setZoom = map.setZoom.bind(map);
  map.setZoom = (zoom, options) => {
    const isBeside = !ground.contains(map.getCenter()) && map.getBounds().intersects(ground);
    return isBeside && zoom > map.getZoom() ? map.setZoomAround(ground.getCenter(), zoom, options) : setZoom(zoom, options);
  };
}

// How far the tools reach into the map, from its upper left corner.
function covered(place) {
  const map = place.getBoundingClientRect();
  const tools = [...place.parentElement.querySelectorAll(".map-search, .map-legend")];
  const boxes = tools.map((tool) => tool.getBoundingClientRect());
  const legend = boxes.at(-1) ?? { right: map.left };
  return { right: legend.right - map.left, bottom: Math.max(0, ...boxes.map((box) => box.bottom - map.top)) };
}

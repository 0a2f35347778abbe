// Where a settlement comes to lie: beside or under the search and the legend, as long as it stays as large.
const { L } = window;
const EDGE = 16;
const BOTTOM = 28; // the sheet's round corners, the scale

// Options for fitBounds. Moving down is tried first, then to the right, then as far as there is room.
export function roomFor(map, bounds) {
  const edges = L.point(2 * EDGE, EDGE + BOTTOM);
  const zoom = Math.max(map.getBoundsZoom(bounds, false, edges), map.getBoundsZoom(bounds) - 1);
  const [[south, west], [north, east]] = bounds;
  const size = map.project([south, east], zoom).subtract(map.project([north, west], zoom));
  const free = map.getSize().subtract(size).subtract(edges);
  const { right, bottom } = covered(map.getContainer());
  const down = Math.max(0, Math.min(free.y, bottom));
  const aside = Math.max(0, Math.min(free.x, right));
  const isClear = { down: free.y >= bottom, aside: free.x >= right };
  const room = isClear.down ? [0, down] : isClear.aside ? [aside, 0] : [aside, down];
  return { maxZoom: zoom, paddingTopLeft: [EDGE + room[0], EDGE + room[1]], paddingBottomRight: [EDGE, BOTTOM] };
}

// How far the tools reach into the map, from its upper left corner.
function covered(place) {
  const map = place.getBoundingClientRect();
  const tools = [...place.parentElement.querySelectorAll(".map-search, .map-legend")];
  const boxes = tools.map((tool) => tool.getBoundingClientRect());
  const legend = boxes.at(-1) ?? { right: map.left };
  return { right: legend.right - map.left, bottom: Math.max(0, ...boxes.map((box) => box.bottom - map.top)) };
}

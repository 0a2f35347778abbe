// The country's map: marks of settlements, their outlines when near, and the ground where the reader acts.
import { addDensityLegend, GroundPainter } from "./density.js";
import { KENYA } from "./kenya.js";
import { MarksLayer } from "./marks.js";
import { startMap } from "./start.js";
import { tellWhenDrawn, TileLayer } from "./tile-layer.js";
import { pause } from "./turns.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const [CELLS_FROM, SHAPES_FROM] = [11, 15];
const map = startMap(config);
const country = KENYA.map(([lon, lat]) => [lat, lon]);
if (!config.leaflet.layers.length) L.polygon(country, { className: "country", interactive: false, pane: "ground" }).addTo(map);
// Room for the marks, and beside them for their names.
const { x: wide, y: high } = map.getSize().divideBy(8);
const room = { paddingTopLeft: [Math.min(40, wide), Math.min(40, high)], paddingBottomRight: [Math.min(150, 2 * wide), Math.min(50, high)], maxZoom: 13 };
if (config.bounds) map.fitBounds(config.bounds, { ...room, animate: false });
else map.fitBounds(country, { animate: false });
addWhole();
await pause();

const layers = [new MarksLayer(config.marks, config.words)];
if (config.ground) {
  const ground = new TileLayer(config.ground, "", new GroundPainter(), { minZoom: CELLS_FROM, className: "structures" });
  layers.push(ground);
  // From cells to structures, and from a structure to its settlement.
  map.on("click", async ({ latlng }) => {
    if (map.getZoom() < CELLS_FROM) return;
    const found = await ground.shapeAt(latlng);
    if (found?.c) map.setView(latlng, Math.max(SHAPES_FROM, map.getZoom() + 2));
    else if (found) location.assign(`/settlements/${found.s}/`);
  });
  addDensityLegend(map, config.words, [CELLS_FROM, SHAPES_FROM]);
}
tellWhenDrawn(map, layers);
for (const layer of layers) layer.addTo(map);
document.documentElement.dataset.map = "ready";

// The marks are seen as large as they can be; where that leaves out a part of the country, it is a tap away.
function addWhole() {
  const whole = L.latLngBounds(country);
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const button = L.DomUtil.create("button", "button map-whole");
    button.type = "button";
    button.textContent = config.words.whole;
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => map.fitBounds(whole));
    return button;
  };
  let isOffered = false;
  const show = () => {
    const isWanted = !map.getBounds().contains(whole);
    if (isWanted !== isOffered) isWanted ? control.addTo(map) : control.remove();
    isOffered = isWanted;
  };
  map.on("moveend", show);
  show();
}

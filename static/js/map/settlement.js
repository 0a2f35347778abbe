// The settlement's map: starts from the JSON the page carries, and keeps address, panel and map together.
import { ClusterPainter, ServicePainter } from "./signs.js";
import { showLegend } from "./legend.js";
import { startMap } from "./start.js";
import { Panel } from "./panel.js";
import { StructurePainter } from "./structures.js";
import { TileLayer } from "./tile-layer.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const FIRST_SHAPES = 10;

const map = startMap(config);
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
const chosen = document.querySelector("[data-structure]");
// The search and the legend lie over the map's upper left.
const isWide = matchMedia("(min-width: 60rem)").matches;
const legend = document.querySelector(".map-legend");
if (legend) legend.open = isWide;
const covered = !legend ? [16, 16] : isWide ? [304, 16] : [8, 128];
if (config.bounds) {
  // Kept clear of them where that does not cost a whole zoom.
  const isLarger = map.getBoundsZoom(config.bounds) > map.getBoundsZoom(config.bounds, false, L.point(covered));
  map.fitBounds(config.bounds, { animate: false, paddingTopLeft: isLarger ? [0, 0] : covered });
}
if (chosen) showPlace(chosen);

if (config.tiles) startMembersMap();
document.documentElement.dataset.map = "ready";

function startMembersMap() {
  const painter = new StructurePainter(config.themes[0]);
  const add = (name, paint, options) => new TileLayer(config.tiles, name, paint, options).addTo(map);
  const structures = add(config.structures, painter, { minZoom: FIRST_SHAPES, zIndex: 2, className: "structures" });
  add("clusters", new ClusterPainter(), { minZoom: 13, zIndex: 3 });
  const services = add("service-points", new ServicePainter(), { minZoom: 15, zIndex: 4 });
  // Says when all that is in view has been drawn: measurements and tests wait for it.
  structures.on("loading", () => delete document.documentElement.dataset.drawn);
  structures.on("load", () => { document.documentElement.dataset.drawn = map.getZoom(); });
  painter.selected = Number(chosen?.dataset.structure) || null;

  showLegend(config.themes, (theme) => {
    painter.choose(theme);
    structures.repaint();
  });
  const panel = new Panel((place, { isTapped }) => {
    painter.selected = Number(place?.dataset.structure) || null;
    structures.repaint();
    if (place) showPlace(place, { isAsked: !isTapped });
  });
  map.on("click", async ({ latlng }) => {
    const service = map.getZoom() >= 15 && (await services.shapeAt(latlng));
    if (service) return panel.open(config.service.replace("/0/", `/${service.id}/`), { isTapped: true });
    if (map.getZoom() < 14) return map.setView(latlng, 16);
    const structure = await structures.shapeAt(latlng);
    return structure ? panel.open(config.structure.replace("/0/", `/${structure.id}/`), { isTapped: true }) : null;
  });
}

// Who asks for a number is taken there; who tapped it keeps the map: one that jumps loses people.
function showPlace({ dataset }, { isAsked = true } = {}) {
  const place = L.latLng(Number(dataset.lat), Number(dataset.lon));
  const isSeen = map.getBounds().pad(-0.1).contains(place);
  if (isAsked || !isSeen) map.setView(place, Math.max(map.getZoom(), 19), { animate: false });
}

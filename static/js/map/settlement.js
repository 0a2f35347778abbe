// The settlement's map: starts from the JSON the page carries, and keeps address, panel and map together.
import { addGround } from "./ground.js";
import { addGroundLegend, listOf, serviceItems } from "./ground-legend.js";
import { ClusterPainter, DisputePainter, ServicePainter } from "./signs.js";
import { Legend } from "./legend.js";
import { Panel } from "./panel.js";
import { roomFor, zoomTowards } from "./room.js";
import { startMap } from "./start.js";
import { StructurePainter } from "./structures.js";
import { TileLayer } from "./tile-layer.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const FIRST_SHAPES = 10;
const FIRST_SERVICES = 15;

const map = startMap(config);
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
const chosen = document.querySelector("[data-structure]");
// On a phone the legend would hide the map: it starts folded.
const legend = config.tiles && new Legend(config.themes, { first: config.theme, isOpen: matchMedia("(min-width: 60rem)").matches });
if (config.bounds) {
  map.fitBounds(config.bounds, { animate: false, ...roomFor(map, config.bounds) });
  zoomTowards(map, config.bounds);
}
if (chosen) showPlace(chosen);

if (config.tiles) startMembersMap();
document.documentElement.dataset.map = "ready";

function startMembersMap() {
  const painter = new StructurePainter(legend.theme);
  const add = (name, paint, options) => new TileLayer(config.tiles, name, paint, options).addTo(map);
  const structures = add(config.structures, painter, { minZoom: FIRST_SHAPES, zIndex: 2, className: "structures" });
  const clusters = add("clusters", new ClusterPainter(), { minZoom: 13, zIndex: 5 });
  const services = add("service-points", new ServicePainter(), { minZoom: FIRST_SERVICES, zIndex: 6, className: "services" });
  if (config.disputes) add(config.disputes, new DisputePainter(), { minZoom: FIRST_SERVICES, zIndex: 7, className: "disputes" });
  const ground = addGround(map, config, { others: [services, clusters] });
  document.querySelector(".map-legend .dots").after(listOf(serviceItems(config.ground.kinds.services)));
  addGroundLegend(map, document.querySelector(".map-legend"), ground.legend());
  // Says when all that is in view has been drawn: measurements and tests wait for it.
  structures.on("loading", () => delete document.documentElement.dataset.drawn);
  structures.on("load", () => { document.documentElement.dataset.drawn = map.getZoom(); });
  painter.selected = Number(chosen?.dataset.structure) || null;

  legend.onChange({
    theme: (theme) => {
      painter.choose(theme);
      structures.repaint();
    },
    services: (isWanted) => (isWanted ? services.addTo(map) : services.remove()),
  });
  const panel = new Panel((place, { isTapped }) => {
    painter.selected = Number(place?.dataset.structure) || null;
    structures.repaint();
    if (place) showPlace(place, { isAsked: !isTapped });
  });
  map.on("click", async ({ latlng }) => {
    const isShown = map.hasLayer(services) && map.getZoom() >= FIRST_SERVICES;
    const service = isShown && (await services.shapeAt(latlng, ServicePainter.reach(map.getZoom())));
    if (service) return panel.open(config.service.replace("/0/", `/${service.id}/`), { isTapped: true });
    if (map.getZoom() < 14) return map.setView(latlng, 16);
    // What a finger is on comes before what is near it, and a house before the flood it stands in.
    const structure = await structures.shapeAt(latlng, 4);
    const page = structure ? null : await ground.hit(latlng, { isNear: true });
    if (page) return panel.open(page, { isTapped: true });
    const near = structure ?? (await structures.shapeAt(latlng));
    if (near) return panel.open(config.structure.replace("/0/", `/${near.id}/`), { isTapped: true });
    const zone = await ground.hit(latlng);
    return zone ? panel.open(zone, { isTapped: true }) : null;
  });
}

// Who asks for a number is taken there; who tapped it keeps the map: one that jumps loses people.
function showPlace({ dataset }, { isAsked = true } = {}) {
  const place = L.latLng(Number(dataset.lat), Number(dataset.lon));
  const isSeen = map.getBounds().pad(-0.1).contains(place);
  if (isAsked || !isSeen) map.setView(place, Math.max(map.getZoom(), 19), { animate: false });
}

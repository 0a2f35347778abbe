// A kept settlement's map: shapes and numbers out of the tiles on the phone, found by number, told apart by colour.
import { addGround } from "../map/ground.js";
import { addGroundLegend, listOf, serviceItems } from "./ground-legend.js";
import { roomFor, zoomTowards } from "../map/room.js";
import { ClusterPainter, ServicePainter } from "../map/signs.js";
import { startMap } from "../map/start.js";
import { StructurePainter } from "../map/structures.js";
import { tellWhenDrawn, TileLayer } from "../map/tile-layer.js";
import { KeptPanel } from "./kept-panel.js";
import { Colours } from "./colours.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const FIRST_SERVICES = 15;

// Of all layers, each zoom is cut out of the next coarser one that is kept.
TileLayer.addInitHook(function () {
  const { source } = this;
  const place = source.place.bind(source);
  source.place = (coords, size) => {
    source.finestZoom = Math.max(...config.zooms.filter((zoom) => zoom <= coords.z), config.zooms[0]);
    return place(coords, size);
  };
});

const lowest = config.zooms[0];
const map = startMap(config);
map.setMinZoom(lowest);
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
if (config.bounds) {
  map.fitBounds(config.bounds, { animate: false, ...roomFor(map, config.bounds) });
  zoomTowards(map, config.bounds);
}

const colours = new Colours(config.themes, config.theme);
const painter = new StructurePainter(colours.theme);
const structures = add("structures-plain", painter, { minZoom: lowest, zIndex: 2, className: "structures" });
const clusters = add("clusters", new ClusterPainter(), { minZoom: 13, zIndex: 5 });
const services = add("service-points", new ServicePainter(), { minZoom: FIRST_SERVICES, zIndex: 6 });
const ground = addGround(map, config, { others: [services, clusters] });
const box = document.querySelector(".map-legend");
box.append(listOf(serviceItems(config.ground.kinds.services)));
addGroundLegend(map, box, ground.legend());
tellWhenDrawn(map, [structures]);
colours.onChange((theme) => {
  painter.choose(theme);
  structures.repaint();
  panel.again();
});

const panel = new KeptPanel(config, structures.source, {
  asked: () => colours.theme,
  chosen: (shape, at) => {
    painter.selected = shape?.id ?? null;
    structures.repaint();
    if (at) map.setView(at, Math.max(map.getZoom(), 19), { animate: false });
  },
});
map.on("click", async ({ latlng }) => {
  const service = map.getZoom() >= FIRST_SERVICES && (await services.shapeAt(latlng, ServicePainter.reach(map.getZoom())));
  if (service) return location.assign(`#service-${service.id}`);
  if (map.getZoom() < 14) return map.setView(latlng, 16);
  const shape = await structures.shapeAt(latlng);
  return shape && !shape.c ? panel.show(shape) : null;
});
document.documentElement.dataset.map = "ready";

function add(name, paint, options) {
  return new TileLayer(config.tiles, name, paint, options).addTo(map);
}

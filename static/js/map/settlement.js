// The settlement's map: starts from the JSON the page carries, and keeps address, panel and map together.
import { Address } from "./address.js";
import { Colours } from "./colours.js";
import { Notes } from "./notes.js";
import { Panel } from "./panel.js";
import { FIRST_SERVICES, startPublicLayers } from "./public-layers.js";
import { roomFor, zoomTowards } from "./room.js";
import { ServicePainter } from "./signs.js";
import { startMap } from "./start.js";
import { addTools } from "./tools.js";
import { pause } from "./turns.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);

const map = startMap(config);
document.documentElement.dataset.map = "ready"; // what needs a script is shown
// All of it at once would hold up a slow phone for half a second.
await pause();
const address = new Address();
const notes = new Notes();
const chosen = document.querySelector("[data-structure]");
let room = null;
// On a phone the legend would hide the map: it starts folded.
const legend = document.querySelector(".map-legend");
if (legend) legend.open = Boolean(config.structures) && matchMedia("(min-width: 60rem)").matches;
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
fit();
if (address.at) map.setView(address.at.place, address.at.zoom, { animate: false });
else if (chosen) showPlace(chosen);
await pause();
let isTaken = false; // by a tool: then a tap opens nothing
addTools(map, config, { address, notes, taken: (is) => { isTaken = is; } });
await pause();
if (config.tiles) {
  const layers = startPublicLayers(map, config, { address, notes });
  await pause();
  if (config.structures) startStructures(layers);
}
// With what lies over the map, its legend has grown.
if (!address.at && !chosen?.dataset.lat) fit();
if (config.bounds) zoomTowards(map, config.bounds);
address.follow(map);

// The whole settlement, in the room that is left beside the tools.
function fit() {
  if (!config.bounds) return;
  const found = JSON.stringify(roomFor(map, config.bounds));
  if (found !== room) map.fitBounds(config.bounds, { animate: false, ...JSON.parse(found) });
  room = found;
}

function startStructures({ clusters, services, ground }) {
  const colours = new Colours(map, config, { address, notes, clusters });
  colours.ring(Number(chosen?.dataset.structure) || null);
  const panel = new Panel((place, { isTapped }) => {
    colours.ring(Number(place?.dataset.structure) || null);
    if (place) showPlace(place, { isAsked: !isTapped });
  });
  const open = (page) => panel.open(page, { isTapped: true });
  map.on("click", async ({ latlng }) => {
    if (isTaken) return null;
    const isShown = map.hasLayer(services) && map.getZoom() >= FIRST_SERVICES;
    const service = isShown && (await services.shapeAt(latlng, ServicePainter.reach(map.getZoom())));
    if (service) return open(config.service.replace("/0/", `/${service.id}/`));
    if (map.getZoom() < 14) return map.setView(latlng, 16);
    // What a finger is on comes before what is near it, and a house before the flood it stands in.
    const structure = await colours.layer.shapeAt(latlng, 4);
    const page = structure ? null : await ground.hit(latlng, { isNear: true });
    if (page) return open(page);
    const near = structure ?? (await colours.layer.shapeAt(latlng));
    if (near) return open(config.structure.replace("/0/", `/${near.id}/`));
    const zone = await ground.hit(latlng);
    return zone ? open(zone) : null;
  });
}

// Who asks for a number is taken there; who tapped it keeps the map: one that jumps loses people.
function showPlace({ dataset }, { isAsked = true } = {}) {
  if (!dataset.lat) return;
  const place = L.latLng(Number(dataset.lat), Number(dataset.lon));
  const isSeen = map.getBounds().pad(-0.1).contains(place);
  if (isAsked || !isSeen) map.setView(place, Math.max(map.getZoom(), 19), { animate: false });
}

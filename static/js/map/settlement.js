// The settlement's map: starts from the JSON the page carries, and keeps address, panel and map together.
// First what stands there; what lies around it, and what answers fingers, comes after the first picture is asked for.
import { Address } from "./address.js";
import { Colours } from "./colours.js";
import { Notes } from "./notes.js";
import { foldLegend, roomFor, zoomTowards } from "./room.js";
import { startMap } from "./start.js";
import { pause } from "./turns.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);

// All of it at once would hold up a slow phone for half a second.
await pause();
const map = startMap(config);
document.documentElement.dataset.map = "ready"; // what needs a script is shown
await pause();
const address = new Address();
const notes = new Notes();
const chosen = document.querySelector("[data-structure]");
let room = null;
foldLegend(config);
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
if (config.isAbout && config.bounds) {
  // Nobody finds it by the map alone: it lies somewhere in here.
  L.rectangle(config.bounds, { interactive: false, pane: "ground", className: "boundary about" }).addTo(map);
  notes.say(notes.words.about);
}
fit();
if (address.at) map.setView(address.at.place, address.at.zoom, { animate: false });
else if (chosen) showPlace(chosen);
await pause();
const colours = config.structures ? new Colours(map, config, { address, notes }) : null;
colours?.ring(Number(chosen?.dataset.structure) || null, chosen?.dataset);
// Over the map, its legend has grown.
if (!address.at && !chosen?.dataset.lat) fit();
if (config.bounds) zoomTowards(map, config.bounds);
address.follow(map);
await pause();
const surrounded = import("./surroundings.js").then(({ surround }) => surround(map, config, { address, notes, colours, showPlace }));
map.on("click", async (event) => (await surrounded)(event)); // one that comes too early is answered all the same
surrounded.catch(() => notes.say(notes.words.failed, { retry: () => location.reload() }));

// The whole settlement, in the room that is left beside the tools.
function fit() {
  if (!config.bounds) return;
  const found = JSON.stringify(roomFor(map, config.bounds));
  if (found !== room) map.fitBounds(config.bounds, { animate: false, ...JSON.parse(found) });
  room = found;
}

// Who asks for a number is taken there; who tapped it keeps the map: one that jumps loses people.
function showPlace({ dataset }, { isAsked = true } = {}) {
  if (!dataset.lat) return;
  const place = L.latLng(Number(dataset.lat), Number(dataset.lon));
  const isSeen = map.getBounds().pad(-0.1).contains(place);
  if (isAsked || !isSeen) map.setView(place, Math.max(map.getZoom(), 19), { animate: false });
}

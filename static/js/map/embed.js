// The public map inside another site's page: outline, villages, lanes, services and what else is public.
import { Address } from "./address.js";
import { Notes } from "./notes.js";
import { startPublicLayers } from "./public-layers.js";
import { startMap } from "./start.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const map = startMap(config);
const address = new Address();
const notes = new Notes();
document.documentElement.dataset.map = "ready";
if (config.boundary) L.geoJSON(config.boundary, { interactive: false, pane: "ground", className: "boundary" }).addTo(map);
if (config.bounds) map.fitBounds(config.bounds, { animate: false, padding: [16, 16] });
if (address.at) map.setView(address.at.place, address.at.zoom, { animate: false });
startPublicLayers(map, config, { address, notes });

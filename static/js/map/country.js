// The country's map: a mark for every settlement, its name where there is room, its outline when close.
import { KENYA } from "./kenya.js";
import { Names } from "./names.js";
import { startMap } from "./start.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const place = document.getElementById("map");
const map = startMap(config);
const country = KENYA.map(([lon, lat]) => [lat, lon]);
if (!config.leaflet.layers.length) L.polygon(country, { className: "country", interactive: false }).addTo(map);

const number = new Intl.NumberFormat(document.documentElement.lang);
const response = await fetch(place.dataset.outlines);
const { features } = response.ok ? await response.json() : { features: [] };
const TOUCHING = 24; // pixels between marks that a finger cannot tell apart
const FINEST = 13;

const outlined = { type: "FeatureCollection", features: features.filter(({ geometry }) => geometry) };
const outlines = L.geoJSON(outlined, { className: "boundary", interactive: false });
const names = new Names(map);
const places = features.map(({ properties }) => properties.at);
if (places.length) map.fitBounds(places, { paddingTopLeft: [40, 40], paddingBottomRight: [150, 50], maxZoom: FINEST, animate: false });
else map.fitBounds(country, { animate: false });

// Those with figures come first where room is short.
const counted = [...features].sort((one, other) => (other.properties.people ?? -1) - (one.properties.people ?? -1));
for (const { properties: { code, name, at, people } } of counted) {
  const icon = L.divIcon({ className: "settlement-mark", iconSize: [28, 28] });
  const mark = L.marker(at, { title: name, alt: name, icon }).addTo(map);
  names.add(mark, people == null ? name : `${name} · ${number.format(people)}`);
  mark.on("click", () => open(code, at));
}

// Marks that lie on each other are first drawn apart.
function open(code, at) {
  const here = map.latLngToLayerPoint(at);
  const near = places.filter((other) => map.latLngToLayerPoint(other).distanceTo(here) < TOUCHING);
  if (near.length > 1 && map.getZoom() < FINEST) map.fitBounds(near, { padding: [80, 80], maxZoom: FINEST });
  else location.assign(`/settlements/${code}/`);
}

function showOutlines() {
  if (map.getZoom() < 11) outlines.remove();
  else outlines.addTo(map);
}
map.on("zoomend", showOutlines);
showOutlines();
names.place();
document.documentElement.dataset.map = "ready";

// The country's map: a mark for every settlement, its name when close, its outline when closer.
import { KENYA } from "./kenya.js";
import { startMap } from "./start.js";

const { L } = window;
const config = JSON.parse(document.getElementById("map-config").textContent);
const place = document.getElementById("map");
const map = startMap(config);
if (!config.leaflet.layers.length) {
  L.polygon(KENYA.map(([lon, lat]) => [lat, lon]), { className: "country", interactive: false }).addTo(map);
}

const number = new Intl.NumberFormat(document.documentElement.lang);
const response = await fetch(place.dataset.outlines);
const { features } = response.ok ? await response.json() : { features: [] };
const linkOf = (code) => `/settlements/${code}/`;

const outlined = { type: "FeatureCollection", features: features.filter(({ geometry }) => geometry) };
const outlines = L.geoJSON(outlined, { className: "boundary", interactive: false });
// A federation's hundreds of names would bury each other, and a phone under them.
const isCrowd = features.length > 60;

for (const { properties: { code, name, at, people } } of features) {
  const mark = L.marker(at, { title: name, alt: name, icon: L.divIcon({ className: "settlement-mark", iconSize: [28, 28] }) });
  const label = document.createElement("span");
  label.textContent = people == null ? name : `${name} · ${number.format(people)}`;
  mark.bindTooltip(label, { permanent: !isCrowd, direction: "right", offset: [10, 0], className: "settlement-name" });
  mark.on("click", () => location.assign(linkOf(code)));
  mark.addTo(map);
}
const showMore = () => {
  place.classList.toggle("is-far", map.getZoom() < 9 && features.length > 12);
  if (map.getZoom() < 11) outlines.remove();
  else outlines.addTo(map);
};
map.on("zoomend", showMore);
if (features.length) map.fitBounds(features.map(({ properties }) => properties.at), { paddingTopLeft: [40, 40], paddingBottomRight: [150, 50], maxZoom: 13, animate: false });
else map.fitBounds(KENYA.map(([lon, lat]) => [lat, lon]), { animate: false });
showMore();
document.documentElement.dataset.map = "ready";

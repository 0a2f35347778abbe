// The picture of an import: the ground we know in grey and, on it, what the file brings. Needs no basemap.
const { L } = window;
const { existing, new: staged, proposed } = JSON.parse(document.getElementById("overlay").textContent);
const map = L.map("overlay-map", { preferCanvas: true, zoomSnap: 0.25, attributionControl: false });
L.control.scale({ imperial: false }).addTo(map);

const paper = getComputedStyle(map.getContainer());
const colour = (name) => paper.getPropertyValue(`--${name}`).trim();
const COLOURS = Object.fromEntries(["created", "updated", "unchanged", "rejected"].map((name) => [name, colour(name)]));
const KNOWN = { color: colour("known"), weight: 1, fillOpacity: 0.12, radius: 3, interactive: false };
const pointToLayer = (_feature, at) => L.circleMarker(at);
const collection = (features) => ({ type: "FeatureCollection", features });

const known = L.geoJSON(collection(existing), {
  pointToLayer,
  style: ({ properties }) => ({ ...KNOWN, ...(properties.kind === "boundary" && { weight: 3, fillOpacity: 0 }) }),
}).addTo(map);

let shown = staged ? showStaged(staged) : L.layerGroup();
if (proposed) {
  const radios = [...document.querySelectorAll("input[name=place]")];
  for (const radio of radios) radio.addEventListener("change", () => showProposed(radio.value));
  showProposed(radios.find((radio) => radio.checked)?.value);
}
fit(shown);
document.documentElement.dataset.map = "ready";

function showStaged(features) {
  return L.geoJSON(collection(features), {
    pointToLayer,
    style: ({ properties: { action } }) => ({
      color: COLOURS[action],
      weight: 1.5,
      radius: 4,
      fillOpacity: action === "created" ? 0.45 : 0.15,
      dashArray: action === "rejected" ? "3 3" : null,
    }),
    onEachFeature: (feature, layer) => {
      const label = document.createElement("span");
      label.textContent = feature.properties.label;
      layer.bindTooltip(label);
    },
  }).addTo(map);
}

// Where one reading of the coordinates puts the data.
function showProposed(key) {
  shown.remove();
  const places = proposed[key] ?? [];
  shown = L.featureGroup(places.map((at) => L.circleMarker(at, { radius: 4, color: COLOURS.created, interactive: false })));
  shown.addTo(map);
  fit(shown);
}

// What the file brings, and the settlement too where it is near enough to be seen together.
function fit(layer) {
  const bounds = layer.getBounds?.();
  const ground = known.getBounds();
  if (!bounds?.isValid()) {
    if (ground.isValid()) map.fitBounds(ground, { animate: false });
    else map.setView([0.2, 37.9], 5);
    return;
  }
  const near = ground.isValid() && map.distance(ground.getCenter(), bounds.getCenter()) < 20000;
  map.fitBounds(near ? bounds.extend(ground) : bounds, { padding: [16, 16], maxZoom: 19, animate: false });
}

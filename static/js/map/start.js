// A Leaflet map as django-leaflet's settings describe it, with our buttons.
const { L } = window;

export function startMap({ leaflet, words }) {
  // Tiles that fade in cost a slow phone more than they please.
  const map = L.Map.djangoMap("map", { djoptions: leaflet, zoomControl: false, fadeAnimation: false });
  const titles = { zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut };
  L.control.zoom({ position: "bottomright", ...titles }).addTo(map);
  map.createPane("ground"); // under the tiles: outlines must not veil what is drawn inside them
  map.getPane("ground").style.zIndex = 150;
  return map;
}

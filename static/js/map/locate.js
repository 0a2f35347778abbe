// Where am I: a dot, and a circle as wide as the phone is unsure. Says in words why it cannot tell.
const { L } = window;
const SECONDS = 15;
const NEAR_M = 300; // beside the settlement, and not elsewhere

export function addLocate(map, config, notes) {
  const button = document.getElementById("locate");
  const { words } = notes;
  const shown = L.layerGroup().addTo(map);
  const why = { 1: words.denied, 2: words.unavailable, 3: words.tooSlow };

  button.addEventListener("click", () => {
    if (!navigator.geolocation || !window.isSecureContext) return notes.say(words.noLocation, { isBad: true, seconds: 12 });
    button.setAttribute("aria-busy", "true");
    notes.say(words.locating);
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: SECONDS * 1000, maximumAge: 5000 });
  });

  function found({ coords: { latitude, longitude, accuracy } }) {
    button.removeAttribute("aria-busy");
    const here = L.latLng(latitude, longitude);
    shown.clearLayers();
    L.circle(here, { radius: accuracy, className: "here-about", interactive: false }).addTo(shown);
    L.circleMarker(here, { radius: 7, className: "here", interactive: false }).addTo(shown);
    const ground = config.bounds && L.latLngBounds(config.bounds);
    const away = ground && !ground.contains(here) ? here.distanceTo(nearest(ground, here)) : 0;
    const unsure = words.accuracy.replace("{metres}", Math.max(1, Math.round(accuracy)));
    const far = away ? ` ${words.away.replace("{km}", (away / 1000).toFixed(1))}` : "";
    notes.say(unsure + far, { seconds: 12 });
    // From elsewhere it is the way that counts: both ends of it are shown.
    if (away > NEAR_M) map.fitBounds(ground.extend(here), { animate: false, padding: [40, 70] });
    else map.setView(here, Math.max(map.getZoom(), accuracy < 100 ? 18 : 16), { animate: false });
  }

  function failed({ code }) {
    button.removeAttribute("aria-busy");
    notes.say(why[code] ?? words.unavailable, { isBad: true, seconds: 12 });
  }
}

function nearest(bounds, { lat, lng }) {
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  return L.latLng(within(lat, bounds.getSouth(), bounds.getNorth()), within(lng, bounds.getWest(), bounds.getEast()));
}

// Measures what is tapped: the way from point to point, and the ground inside, in metres and acres.
import { grouped } from "./digits.js";
import { areaOf, lengthOf, M2_PER_ACRE } from "./geodesy.js";

const { L } = window;

export class Measure {
  // `taken(true)` says that taps on the map are the measure's now.
  constructor(map, card, { taken }) {
    Object.assign(this, { map, card, taken, points: [] });
    this.drawn = L.layerGroup();
    this.out = card.place.querySelector("output");
    for (const button of card.place.querySelectorAll("[data-measure]")) {
      button.addEventListener("click", () => this[button.dataset.measure]());
    }
    card.onToggle((isOpen) => this.toggled(isOpen));
  }

  toggled(isOpen) {
    this.taken(isOpen);
    this.map.getContainer().classList.toggle("measuring", isOpen);
    this.map.invalidateSize({ animate: false }); // on a phone it grows, for the card not to cover what is measured
    if (isOpen) this.drawn.addTo(this.map);
    else this.drawn.remove();
    this.map[isOpen ? "on" : "off"]("click", this.tapped, this);
    this.show();
  }

  tapped({ latlng }) {
    this.points.push(latlng);
    this.show();
  }

  // Without a pointer: the middle of the map, which the arrow keys move.
  add() {
    this.tapped({ latlng: this.map.getCenter() });
  }

  undo() {
    this.points.pop();
    this.show();
  }

  clear() {
    this.points = [];
    this.show();
  }

  show() {
    this.drawn.clearLayers();
    const isArea = this.points.length > 2;
    L.polygon(this.points, { className: isArea ? "measured area" : "measured", interactive: false }).addTo(this.drawn);
    for (const point of this.points) L.circleMarker(point, { radius: 5, className: "measured-point", interactive: false }).addTo(this.drawn);
    const places = this.points.map(({ lat, lng }) => [lng, lat]);
    const { start, along, inside } = this.out.dataset;
    if (places.length < 2) {
      this.out.textContent = start;
      return;
    }
    const metres = lengthOf(places);
    const area = areaOf(places);
    const said = [along.replace("{metres}", grouped(metres))];
    if (isArea) {
      this.fine ??= new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 });
      said.push(inside.replace("{m2}", grouped(area)).replace("{acres}", this.fine.format(area / M2_PER_ACRE)));
    }
    this.out.textContent = said.join(" ");
  }
}

// A card over the map that a button opens: one at a time, closed by its button or Escape, and the focus goes
// back to where it came from.
const open = new Set();

export class Card {
  constructor(id) {
    this.place = document.getElementById(id);
    this.button = document.querySelector(`[aria-controls="${id}"]`);
    this.followers = [];
    this.button.addEventListener("click", () => this.toggle(this.place.hidden));
    this.place.querySelector("[data-close]").addEventListener("click", () => this.toggle(false));
    this.place.addEventListener("keydown", ({ key }) => key === "Escape" && this.toggle(false));
  }

  onToggle(follow) {
    this.followers.push(follow);
  }

  toggle(isOpen) {
    if (isOpen === !this.place.hidden) return;
    if (isOpen) for (const other of open) other.toggle(false);
    this.place.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    open[isOpen ? "add" : "delete"](this);
    if (isOpen) this.place.querySelector("h2").focus();
    // A button that waits folded away cannot take the focus: what unfolds it does.
    else (this.button.offsetParent ? this.button : document.getElementById("more")).focus();
    for (const follow of this.followers) follow(isOpen);
  }
}

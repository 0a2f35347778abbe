// The sheet's upper part: one structure, one service point, or what a search found. Every panel is also a
// page of its own, so links, the address bar and the back button work as anywhere.
export class Panel {
  constructor(shown) {
    this.shown = shown;
    this.place = document.getElementById("panel");
    this.sheet = document.getElementById("sheet");
    document.addEventListener("submit", (event) => this.submitted(event));
    this.place.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => location.reload());
  }

  async open(url, { isTapped = false } = {}) {
    const target = new URL(url, location.href);
    this.place.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(target, { headers: { "X-Requested-With": "panel" } });
      // An answer in words (nothing found, an unreadable number) is a panel too; a page is not.
      if (!response.headers.get("X-Panel")) throw new Error(String(response.status));
      this.place.innerHTML = await response.text();
    } catch {
      this.place.textContent = this.place.dataset.failed;
    }
    this.place.removeAttribute("aria-busy");
    this.place.hidden = false;
    const content = this.place.querySelector("[data-structure]");
    this.shown(content, { isTapped });
    this.address(content?.dataset.code);
    this.sheet.dataset.open = "";
    this.place.scrollIntoView({ block: "nearest" });
    this.place.querySelector("h2")?.focus({ preventScroll: true });
  }

  address(code) {
    const url = new URL(location.href);
    if (code) url.searchParams.set("structure", code);
    else url.searchParams.delete("structure");
    history.replaceState(null, "", url);
  }

  close() {
    this.place.replaceChildren();
    this.place.hidden = true;
    this.shown(null, { isTapped: true });
    this.address(null);
  }

  submitted(event) {
    const form = event.target.closest("form[data-panel]");
    if (!form) return;
    event.preventDefault();
    this.open(`${form.dataset.panel}?${new URLSearchParams(new FormData(form))}`);
  }

  clicked(event) {
    const link = event.target.closest("a[data-panel]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.dataset.panel === "close") this.close();
    else this.open(link.href);
  }
}

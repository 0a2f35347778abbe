// The link to what the map shows now, and the lines that put the public map on another site.
export function addShare(address, card) {
  for (const box of card.place.querySelectorAll("[data-copy]")) {
    const field = box.querySelector("input, textarea");
    const button = box.querySelector("button");
    const said = box.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = box.dataset.copied;
      } catch {
        said.textContent = box.dataset.select; // without https, a browser lets nobody but people copy
      }
    });
  }
  card.onToggle((isOpen) => {
    if (!isOpen) return;
    const link = card.place.querySelector("[data-copy] input");
    link.value = address.link({ isWhole: true });
    for (const said of card.place.querySelectorAll("[role=status]")) said.textContent = "";
  });
}

// One box that chooses all of a list's page. The list may be replaced at any time: listen where it stays.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-choose-all]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=chosen]")];
  const all = form.querySelector("[data-all]");
  if (target === all) for (const box of boxes) box.checked = all.checked;
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
});

function show() {
  for (const hidden of document.querySelectorAll("[data-choose-all] .needs-script")) {
    hidden.classList.remove("needs-script");
  }
}

document.addEventListener("htmx:afterSwap", show);
show();

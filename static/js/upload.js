// Dropping a file and seeing it go. Without this module the form is sent as any other.

const form = document.querySelector("form[data-upload]");

function start(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-drop-zone]");
  form.querySelectorAll(".only-js").forEach((part) => (part.hidden = false));

  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    // One batch is one file: of several the first is taken, and the field shows its name.
    const chosen = new DataTransfer();
    chosen.items.add(event.dataTransfer.files[0]);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    send(form);
  });
}

function send(form) {
  const bar = form.querySelector("progress");
  const text = form.querySelector("[data-progress-text]");
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  let said = -1;

  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((event.loaded / event.total) * 100);
    bar.value = percent;
    // A screen reader hears every tenth, not every byte.
    if (percent < 100 && Math.floor(percent / 10) > said) {
      said = Math.floor(percent / 10);
      text.textContent = form.dataset.sending.replace("%(percent)s", percent).replace("%%", "%");
    }
    if (percent === 100) text.textContent = form.dataset.storing;
  });
  request.addEventListener("load", () => {
    if (request.responseURL && new URL(request.responseURL).pathname !== location.pathname) {
      location.assign(request.responseURL);
      return;
    }
    show(request.responseText);
  });
  const broken = () => {
    text.textContent = form.dataset.broken;
    button.disabled = false;
    bar.parentElement.hidden = true;
  };
  request.addEventListener("error", broken);
  request.addEventListener("abort", broken);

  button.disabled = true;
  bar.value = 0;
  bar.parentElement.hidden = false;
  request.open("POST", form.action || location.href);
  request.send(new FormData(form));
}

// The page came back with what to correct: show it in place of this one.
function show(html) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  document.querySelector("main").replaceWith(main);
  main.focus();
  const again = main.querySelector("form[data-upload]");
  if (again) start(again);
}

if (form) start(form);

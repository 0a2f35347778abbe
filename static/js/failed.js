// What a request of the page came to where it came to nothing, in words; the next that succeeds takes the words away.
const line = document.getElementById("failed");

const why = ({ status }) => {
  if (!status) return "away";
  if (status === 429) return "often";
  return status < 500 ? "closed" : "broken";
};

function say({ detail }) {
  const reason = why(detail.xhr);
  if (reason === "away" && !navigator.onLine) return; // js/offline/shell.js says so, over every page
  line.textContent = `✕ ${line.dataset[reason]}`;
  line.hidden = false;
}

if (line) {
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.body.addEventListener(name, say);
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful) line.hidden = true;
  });
}

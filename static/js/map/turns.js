// Work in small pieces, one after the other, with air between them: fingers are answered and pictures shown
// while a whole screen of tiles is drawn.
const SLICE_MS = 12;
const waiting = [];
let isAtWork = false;
const { port1, port2 } = new MessageChannel(); // a timer would wait four milliseconds each time
port1.onmessage = slice;

// What fits is done at once.
export function inTurn(work) {
  waiting.push(work);
  if (isAtWork) return;
  isAtWork = true;
  slice();
}

function slice() {
  const until = performance.now() + SLICE_MS;
  do attempt(waiting.shift()); while (waiting.length && performance.now() < until);
  if (waiting.length) port2.postMessage(null);
  else isAtWork = false;
}

// What fails is told as any error is, and holds up nobody.
function attempt(work) {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}

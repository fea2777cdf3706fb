// Waits until the page has added nothing for 60 ms, at most `limit_ms`; says how many elements it added since the
// removal began. `remove.js` starts the watch before it acts, since a page's own observer answers at once.
({ limit_ms }) => new Promise((resolve) => {
  const start = performance.now();
  const seen = globalThis.captureArrivals;
  const look = () => {
    const now = performance.now();
    if (now - Math.max(seen.last, start) > 60 || now - start > limit_ms) {
      const { count } = seen;
      seen.count = 0;
      resolve(count);
    } else setTimeout(look, 15);
  };
  setTimeout(look, 30);
})

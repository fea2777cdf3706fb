// Runs in the page's own world before any of its scripts, in every frame: what the page clock leaves
// to chance is made to depend on nothing but the order of calls.
//
//   seed      for Math.random and crypto
//   epoch_ms  the time at which the page clock stands
//   span_ms   how far a worker's own clock may run
(argument) => {
  // One self-contained function, because workers get it too, as source.
  const seeded = (scope, seed) => {
    let state = seed >>> 0;
    // mulberry32 (Tommy Ettinger): 32 bits of state are plenty for pictures to come out alike.
    const next = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return (t ^ (t >>> 14)) >>> 0;
    };
    scope.Math.random = () => next() / 4294967296;
    const crypto = scope.Crypto && scope.Crypto.prototype;
    if (!crypto) return;
    const fill = (array) => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let i = 0; i < bytes.length; i += 1) bytes[i] = next() & 255;
      return array;
    };
    crypto.getRandomValues = fill;
    crypto.randomUUID = () => {
      const b = fill(new Uint8Array(16));
      b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
      const hex = [...b].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    };
  };

  // A worker has no page clock: it gets one of its own, whose timers fire in order and at once, up
  // to the span.  Reading the time takes time, so that a loop that waits comes to an end.
  const clocked = (scope, epoch, span) => {
    const real = scope.setTimeout.bind(scope);
    const waiting = new Map();
    let now = 0; let last = 0; let pumping = false;
    const RealDate = scope.Date;
    const read = () => { now += 0.01; return now; };
    scope.Date = class extends RealDate {
      constructor(...given) { if (given.length) super(...given); else super(epoch + Math.floor(read())); }
      static now() { return epoch + Math.floor(read()); }
    };
    scope.performance.now = read;
    const pump = () => {
      pumping = false;
      let first = null;
      for (const timer of waiting.values()) {
        if (!first || timer.at < first.at || (timer.at === first.at && timer.id < first.id)) first = timer;
      }
      if (!first || first.at > span) return;
      now = Math.max(now, first.at);
      if (first.every === null) waiting.delete(first.id); else first.at += Math.max(first.every, 1);
      try { first.call(); } finally { start(); }
    };
    const start = () => { if (!pumping) { pumping = true; real(pump, 0); } };
    const add = (call, delay, every, rest) => {
      last += 1;
      const wait = Math.max(Number(delay) || 0, 0);
      const run = typeof call === 'function' ? () => call(...rest) : () => (0, scope.eval)(String(call));
      waiting.set(last, { id: last, at: now + wait, every: every ? wait : null, call: run });
      start();
      return last;
    };
    scope.setTimeout = (call, delay, ...rest) => add(call, delay, false, rest);
    scope.setInterval = (call, delay, ...rest) => add(call, delay, true, rest);
    scope.clearTimeout = scope.clearInterval = (id) => { waiting.delete(id); };
    if (scope.requestAnimationFrame) {
      scope.requestAnimationFrame = (call) => add(() => call(now), 16, false, []);
      scope.cancelAnimationFrame = scope.clearTimeout;
    }
  };

  seeded(globalThis, argument.seed);

  // The page clock, paused, lets 18 to 50 ms of real time through in these two.
  performance.now = () => Date.now() - argument.epoch_ms;
  globalThis.requestAnimationFrame = (call) => setTimeout(() => call(performance.now()), 16);
  globalThis.cancelAnimationFrame = (id) => clearTimeout(id);

  // What tells how long loading took: nothing took any time.
  const fixed = (owner, names, value) => {
    for (const name of names) {
      const found = owner && Object.getOwnPropertyDescriptor(owner.prototype, name);
      if (found && found.get) Object.defineProperty(owner.prototype, name, { ...found, get: () => value });
    }
  };
  for (const owner of [globalThis.PerformanceEntry, globalThis.PerformanceResourceTiming, globalThis.PerformanceNavigationTiming]) {
    if (owner) fixed(owner, Object.keys(owner.prototype).filter((name) => /(Start|End|Time|Interactive|Complete|duration)$/.test(name)), 0);
  }
  if (globalThis.PerformanceTiming) fixed(PerformanceTiming, Object.keys(PerformanceTiming.prototype), argument.epoch_ms);
  fixed(globalThis.Performance, ['timeOrigin'], argument.epoch_ms);
  fixed(globalThis.Event, ['timeStamp'], 0);
  if (globalThis.Temporal) {
    const { Now, Instant } = Temporal;
    const instant = () => Instant.fromEpochMilliseconds(Date.now());
    const zoned = (zone) => instant().toZonedDateTimeISO(zone === undefined ? Now.timeZoneId() : zone);
    Now.instant = instant;
    Now.zonedDateTimeISO = zoned;
    Now.plainDateTimeISO = (zone) => zoned(zone).toPlainDateTime();
    Now.plainDateISO = (zone) => zoned(zone).toPlainDate();
    Now.plainTimeISO = (zone) => zoned(zone).toPlainTime();
  }

  const RealWorker = globalThis.Worker;
  if (!RealWorker) return;
  const prelude = (url, module) => {
    const setting = `(${seeded})(self, ${argument.seed}); (${clocked})(self, ${argument.epoch_ms}, ${argument.span_ms});`;
    const address = JSON.stringify(url);
    if (module) return `${setting} await import(${address});`;
    return `${setting} { const load = importScripts.bind(self);
      self.importScripts = (...urls) => load(...urls.map((one) => new URL(one, ${address}).href));
      load(${address}); }`;
  };
  globalThis.Worker = new Proxy(RealWorker, {
    construct(target, [url, options], newTarget) {
      try {
        const address = new URL(url, document.baseURI).href;
        const source = prelude(address, options && options.type === 'module');
        const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        return Reflect.construct(target, [blob, options], newTarget);
      } catch {
        return Reflect.construct(target, [url, options], newTarget);
      }
    },
  });
}

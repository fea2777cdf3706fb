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
    const read = () => { now += 0.01; return now; };
    const stamp = () => epoch + Math.floor(read());
    const RealDate = scope.Date;
    // Called without `new` as well, as old libraries do.
    const StoodDate = function Date(...given) {
      return new.target ? Reflect.construct(RealDate, given.length ? given : [stamp()], new.target) : new RealDate(stamp()).toString();
    };
    Object.defineProperties(StoodDate, Object.getOwnPropertyDescriptors(RealDate));
    StoodDate.now = stamp;
    RealDate.prototype.constructor = StoodDate;
    scope.Date = StoodDate;
    const format = Object.getOwnPropertyDescriptor(scope.Intl.DateTimeFormat.prototype, 'format');
    Object.defineProperty(scope.Intl.DateTimeFormat.prototype, 'format', { ...format,
      get() { const real = format.get.call(this); return (date) => real(date === undefined ? stamp() : date); } });
    const { formatToParts } = scope.Intl.DateTimeFormat.prototype;
    scope.Intl.DateTimeFormat.prototype.formatToParts = function (date) { return formatToParts.call(this, date === undefined ? stamp() : date); };
    Object.defineProperty(scope.Performance.prototype, 'timeOrigin', { configurable: true, get: () => epoch });
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

  // What reads the time past `Date`, and what waits past `setTimeout`: the page's and a worker's alike.
  const temporal = (scope) => {
    if (!scope.Temporal) return;
    const { Now, Instant } = scope.Temporal;
    const instant = () => Instant.fromEpochMilliseconds(scope.Date.now());
    const zoned = (zone) => instant().toZonedDateTimeISO(zone === undefined ? Now.timeZoneId() : zone);
    Now.instant = instant;
    Now.zonedDateTimeISO = zoned;
    Now.plainDateTimeISO = (zone) => zoned(zone).toPlainDateTime();
    Now.plainDateISO = (zone) => zoned(zone).toPlainDate();
    Now.plainTimeISO = (zone) => zoned(zone).toPlainTime();
  };
  const tasks = (scope) => {
    if (!scope.Scheduler) return;
    const { postTask } = scope.Scheduler.prototype;
    scope.Scheduler.prototype.postTask = function (call, { delay = 0, ...options } = {}) {
      if (!(delay > 0)) return postTask.call(this, call, options);
      return new Promise((done) => { scope.setTimeout(done, delay); }).then(() => postTask.call(this, call, options));
    };
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
  const timed = Object.getOwnPropertyNames(globalThis).filter((name) => /^Performance.*(Entry|Timing|Mark|Measure)$|^(LargestContentfulPaint|LayoutShift|InteractionContentfulPaint)$/.test(name));
  for (const owner of timed.map((name) => globalThis[name])) {
    if (!owner?.prototype || owner === globalThis.PerformanceTiming) continue;
    const names = Object.keys(owner.prototype).filter((name) => /(Start|End|Time|Interactive|Complete|duration)$/.test(name));
    fixed(owner, names, 0);
    // The browser's own reads the real values.
    const { toJSON } = owner.prototype;
    if (!Object.hasOwn(owner.prototype, 'toJSON')) continue;
    owner.prototype.toJSON = function () {
      const shown = toJSON.call(this);
      for (const name in shown) if (name in this && typeof shown[name] === 'number') shown[name] = this[name];
      return shown;
    };
  }
  fixed(globalThis.IntersectionObserverEntry, ['time'], 0);
  fixed(globalThis.NetworkInformation, ['rtt'], 50);
  fixed(globalThis.NetworkInformation, ['downlink'], 10);
  const timeline = Object.getOwnPropertyDescriptor(globalThis.AnimationTimeline?.prototype ?? {}, 'currentTime');
  if (timeline) {
    Object.defineProperty(AnimationTimeline.prototype, 'currentTime', { ...timeline,
      get() { return this instanceof DocumentTimeline ? performance.now() : timeline.get.call(this); } });
  }
  if (globalThis.PerformanceTiming) fixed(PerformanceTiming, Object.keys(PerformanceTiming.prototype), argument.epoch_ms);
  fixed(globalThis.Performance, ['timeOrigin'], argument.epoch_ms);
  fixed(globalThis.Event, ['timeStamp'], 0);
  // A document that its server gives no date bears that of its loading, a file just checked out that of the checkout.
  const modified = Object.getOwnPropertyDescriptor(Document.prototype, 'lastModified');
  if (modified) {
    const two = (number) => String(number).padStart(2, '0');
    const standing = new Date(argument.epoch_ms);
    const [month, day, hours, minutes, seconds] = [standing.getMonth() + 1, standing.getDate(), standing.getHours(),
      standing.getMinutes(), standing.getSeconds()].map(two);
    const latest = `${month}/${day}/${standing.getFullYear()} ${hours}:${minutes}:${seconds}`;
    Object.defineProperty(Document.prototype, 'lastModified', { ...modified,
      get() { const real = modified.get.call(this); return Date.parse(real) > argument.epoch_ms ? latest : real; } });
  }
  temporal(globalThis);
  tasks(globalThis);

  // Closed shadow roots are open to what stops things; the page finds them closed.
  const { attachShadow } = Element.prototype;
  const shadow = Object.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot');
  const mode = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, 'mode');
  const closed = new WeakSet();
  Element.prototype.attachShadow = function (options) {
    if (options?.mode !== 'closed') return attachShadow.call(this, options);
    const root = attachShadow.call(this, { ...options, mode: 'open' });
    closed.add(root);
    return root;
  };
  Object.defineProperty(Element.prototype, 'shadowRoot', { ...shadow,
    get() { const root = shadow.get.call(this); return closed.has(root) ? null : root; } });
  Object.defineProperty(ShadowRoot.prototype, 'mode', { ...mode,
    get() { return closed.has(this) ? 'closed' : mode.get.call(this); } });

  // A worker begins as a small script of ours, which brings in the page's.  Its own address would then be
  // that of the small script: addresses it gives are taken from where the page's script lies.
  const placed = (scope, base) => {
    if (!/^https?:/.test(base)) return;
    const absolute = (given) => (typeof given === 'string' || given instanceof URL ? new URL(given, base).href : given);
    const first = (owner, name) => {
      const real = owner && owner[name];
      if (real) owner[name] = function (given, ...rest) { return real.call(this, absolute(given), ...rest); };
    };
    const built = (name) => {
      const Real = scope[name];
      if (Real) scope[name] = new Proxy(Real, { construct: (target, [given, ...rest], made) => Reflect.construct(target, [absolute(given), ...rest], made) });
    };
    first(scope, 'fetch');
    ['Request', 'EventSource', 'WebSocket', 'Worker'].forEach(built);
    const { XMLHttpRequest: Asking } = scope;
    if (Asking) {
      const { open } = Asking.prototype;
      Asking.prototype.open = function (method, given, ...rest) { return open.call(this, method, absolute(given), ...rest); };
    }
    const load = scope.importScripts && scope.importScripts.bind(scope);
    if (load) scope.importScripts = (...given) => load(...given.map(absolute));
    const place = new URL(base);
    const { href, origin, protocol, host, hostname, port, pathname, search, hash } = place;
    const location = { href, origin, protocol, host, hostname, port, pathname, search, hash, toString: () => href };
    Object.defineProperty(scope, 'location', { value: Object.freeze(location), configurable: true });
  };

  const BEGUN = `capture: a worker has begun ${argument.seed}`;
  const prelude = (address, module) => {
    const own = JSON.stringify(address);
    const setting = `(${seeded})(self, ${argument.seed}); (${clocked})(self, ${argument.epoch_ms}, ${argument.span_ms});`
      + ` (${temporal})(self); (${tasks})(self); (${placed})(self, ${own});`;
    const begin = `${setting} if (self.postMessage) self.postMessage(${JSON.stringify(BEGUN)});`;
    if (!module) return source(`${begin} importScripts(${own});`);
    // Imported one after the other, and not awaited: what is said to the worker meanwhile waits for it.
    return source(`import ${JSON.stringify(source(begin))}; import ${own};`);
  };
  const source = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const made = new Map(); // one script for one address: shared workers are told apart by it
  const begun = (address, options) => {
    const module = Boolean(options) && options.type === 'module';
    const key = `${module} ${address}`;
    if (!made.has(key)) made.set(key, prelude(address, module));
    return made.get(key);
  };
  // A page's policy may allow workers of its own files alone.  Then the worker runs as it is, its clock real:
  // what the page says to it waits until it is known which of the two there is.
  const orPlain = (worker, plain) => {
    let held = [];
    let speak = worker.postMessage.bind(worker);
    worker.postMessage = (message, rest) => {
      const transfer = Array.isArray(rest) ? rest : rest?.transfer ?? [];
      if (held) held.push(structuredClone([message, transfer], { transfer })); else speak(message, transfer);
    };
    const release = () => {
      held?.forEach((said) => speak(...said));
      held = null;
    };
    worker.addEventListener('message', (event) => {
      if (!held || event.data !== BEGUN) return;
      event.stopImmediatePropagation();
      release();
    });
    worker.addEventListener('error', (event) => {
      if (!held || event.message) return;
      event.stopImmediatePropagation();
      const spare = plain();
      for (const [kind, Kind] of [['message', MessageEvent], ['messageerror', MessageEvent], ['error', ErrorEvent]]) {
        spare.addEventListener(kind, (said) => worker.dispatchEvent(new Kind(kind, said)));
      }
      speak = spare.postMessage.bind(spare);
      worker.terminate = () => spare.terminate();
      release();
    });
    return worker;
  };

  for (const name of ['Worker', 'SharedWorker']) {
    const Real = globalThis[name];
    if (!Real) continue;
    globalThis[name] = new Proxy(Real, {
      construct(target, [url, options], newTarget) {
        let address;
        try { address = begun(new URL(url, document.baseURI).href, options); } catch { address = url; }
        const worker = Reflect.construct(target, [address, options], newTarget);
        return name === 'Worker' ? orPlain(worker, () => new Real(url, options)) : worker;
      },
    });
  }
}

// Measures the elements of possible pickers, and finds what belongs to the ones that are to go:
// buttons that open them, backdrops behind them, the scroll lock or body offset they forced.
//
// argument: { rows: row numbers to measure, going: the rows that are to go }
// → { measured: [{ ref, selector, text, box }, one a row, null when it has left],
//     companions: [{ of: row, why, action, … the same }] }
(argument) => {
  const { shown, roots } = globalThis.capturePickers;
  const words = (text) => (text.match(/\S+/g) || []).length;
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name) || '';
  const hiddenText = (element) => {
    const walker = element.ownerDocument.createTreeWalker(element, 4 /* text */);
    let text = '';
    while (text.length < 2000 && walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (holder && !/^(script|style|noscript|template)$/.test(holder.localName)) text += ` ${walker.currentNode.data}`;
    }
    return text;
  };
  const measure = (element) => {
    // innerText leaves scripts and styles out, but is empty for what is not shown.
    const shownText = captureDom.text(element);
    const text = (shownText || hiddenText(element)).slice(0, 200);
    return {
      ref: captureDom.ref(element), selector: captureDom.selector(element).slice(0, 300),
      text: text.replace(/\s+/g, ' ').trim(), box: captureDom.box(element),
    };
  };

  const companions = [];
  const found = new Set();
  const add = (element, of, why, action) => {
    if (found.has(element)) return;
    found.add(element);
    companions.push({ of, why, action, ...measure(element) });
  };
  const going = argument.going.map((row) => [row, shown[row]]).filter(([, element]) => element && element.isConnected);
  const rowOf = new Map(going.map(([row, element]) => [element, row]));
  const goingRow = (element) => {
    for (let node = element; node; node = captureDom.parent(node)) if (rowOf.has(node)) return rowOf.get(node);
    return undefined;
  };

  const OPENERS = '[aria-controls], [data-target], [data-bs-target], [popovertarget], a[href^="#"], label[for]';
  const query = (root) => (root.nodeType === 11 ? DocumentFragment : Document).prototype.querySelectorAll.call(root, OPENERS);
  const openers = going.length ? roots.flatMap((root) => [...query(root)]).slice(0, 2000) : [];
  for (const opener of openers) {
    const names = ['aria-controls', 'data-target', 'data-bs-target', 'popovertarget', 'href', 'for'].map((name) => attribute(opener, name).replace(/^#/, '')).filter(Boolean);
    const root = opener.getRootNode();
    const target = names.map((name) => (root.getElementById ? root.getElementById(name) : null)).find(Boolean);
    if (!target || goingRow(opener) !== undefined || (opener.textContent || '').trim().length > 60) continue;
    const owner = goingRow(target);
    if (owner !== undefined) add(opener, owner, 'opens it', 'remove');
  }

  const covers = (element) => {
    const style = getComputedStyle(element);
    if (style.position !== 'fixed' && style.position !== 'absolute') return false;
    const box = element.getBoundingClientRect();
    return box.width >= innerWidth * 0.9 && box.height >= innerHeight * 0.9 && !words(element.textContent || '');
  };
  const floats = (element) => {
    for (let node = element, level = 0; node && level < 4; node = captureDom.parent(node), level += 1) {
      if (node === document.body || node === document.documentElement) return false;
      const position = getComputedStyle(node).position;
      if (position === 'fixed' || (level === 0 && [...node.querySelectorAll('*')].slice(0, 50).some((inner) => getComputedStyle(inner).position === 'fixed')) || node.localName === 'dialog' || /dialog/.test(attribute(node, 'role'))) return true;
    }
    return false;
  };
  // A dialog or notice that says little but "shall we switch?": the offer, a way to decline, a sentence.
  const NOTICE = /^(dialog|alertdialog|region|status|alert)$/;
  const NOTICE_WORDS = 30;
  const NOTICE_CONTROLS = 2;  // besides the offer itself: decline, close
  const notice = (element) => {
    let node = captureDom.parent(element);
    for (let level = 0; node && level < 4; node = captureDom.parent(node), level += 1) {
      if (/^(body|html|main|article|header|nav|form)$/.test(node.localName) || words(node.textContent || '') > NOTICE_WORDS) return null;
      if (node.querySelector('input:not([type=hidden]), textarea, h1, nav')) return null;
      const controls = [...node.querySelectorAll('a, button')].filter((one) => !element.contains(one));
      if (controls.length > NOTICE_CONTROLS) return null;
      if (node.localName === 'dialog' || NOTICE.test(attribute(node, 'role'))) return node;
    }
    return null;
  };
  for (const [row, element] of going) {
    const around = notice(element);
    if (around && goingRow(around) === undefined) add(around, row, 'the notice that offers it', 'remove');
    const shownNow = element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : true;
    if (!shownNow || !floats(element)) continue;
    for (let node = element; node && node !== document.body; node = captureDom.parent(node)) {
      const holder = Reflect.get(Node.prototype, 'parentNode', node);
      const near = holder && holder.firstElementChild ? [...Array(200).keys()].reduce((list) => { const last = list[list.length - 1].nextElementSibling; if (last) list.push(last); return list; }, [holder.firstElementChild]) : [];
      for (const sibling of [...new Set(near)]) {
        if (sibling !== node && !['script', 'style', 'link'].includes(sibling.localName) && covers(sibling) && !sibling.querySelector('img, video, canvas, iframe')) add(sibling, row, 'its backdrop', 'remove');
      }
    }
    for (const root of [document.documentElement, document.body]) {
      const style = getComputedStyle(root);
      const locked = /hidden|clip/.test(style.overflowY) || style.position === 'fixed';
      const pushed = root.style && (parseFloat(root.style.top) > 0 || parseFloat(root.style.marginTop) > 0);
      if (locked || pushed) add(root, row, locked ? 'the scroll lock it set' : 'the room it made for itself', 'unlock');
    }
  }
  return { measured: argument.rows.map((row) => (shown[row] && shown[row].isConnected ? measure(shown[row]) : null)), companions };
}

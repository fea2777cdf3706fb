// What the safety rules need to know about each element, and which of them holds which.
// The argument: the refs of all candidates. The answer: {ref: facts}; an element that has gone is left out.
(refs) => {
  const dom = globalThis.captureDom;
  const elements = new Map();
  for (const ref of refs) { const e = dom.element(ref); if (e) elements.set(e, ref); }
  const answer = {};
  for (const [element, ref] of elements) {
    let parent = null;
    for (let e = dom.parent(element); e; e = dom.parent(e)) if (elements.has(e)) { parent = elements.get(e); break; }
    answer[ref] = { ...globalThis.captureClean.facts(element), parent };
  }
  return answer;
}

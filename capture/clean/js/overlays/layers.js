// What a layer is: `judge(layer)`, installed on `captureClean.overlays`, asks one question after another. A question
// answers with a proposal, with NOTHING where the layer stays as it is, or not at all, and the next is asked.
() => {
  const { style, visible, main, text, holdsPage, countOf, proseOf, patterns, tokens, inMain, linksOf, wordsOf,
    hyphenated, PRESS } = globalThis.captureClean;
  const { overlays } = globalThis.captureClean;
  const { veiled, locked, reads, closes, fades, isVeil, onTop, factsOf, kindOf, namesOf, width,
    height, progress, rail, pill } = overlays;

  const NOTHING = {};
  const unpin = (score, reason) => ({ kind: 'sticky', action: 'unpin', score, reasons: [reason] });
  const overlay = (score, ...reasons) => ({ kind: 'overlay', score, reasons });
  const pressesIn = (element) => [...element.querySelectorAll(PRESS)].filter(visible);
  const mayClose = (element) => (closes(element) ? 'can be closed' : 'no close button');

  const NO_FOOT = 'nav,[role=navigation],[role=tab],audio,video,canvas,input:not([type=button]):not([type=submit]),'
    + 'select,textarea';
  const isFoot = ({ element, style: s, box, position, words }) => {
    if (!(box.width >= width * 0.8 && box.bottom >= height - 4 && box.top > height * 0.5)) return false;
    if (position === 'sticky' && (s.bottom === 'auto' || s.top !== 'auto')) return false;
    if (!reads || inMain(element) || words > 50) return false;
    if (element.matches('footer,[role=contentinfo],nav,[role=navigation]')) return false;
    if (element.querySelector(NO_FOOT) || /©/.test(text(element))) return false;
    const pressed = pressesIn(element);
    const links = linksOf(element).filter((a) => visible(a) && countOf(a));
    const plain = words - wordsOf(pressed) - wordsOf(links.filter((a) => !a.querySelector(PRESS)));
    const away = links.length === 1 && !pressed.length && links[0].origin !== location.origin && words >= 3;
    return pressed.length <= 3 && links.length <= 3 && ((pressed.length + links.length >= 1 && plain >= 4) || away)
      && (pressed.length > 0 || links.length === 1);
  };
  // A bar along the foot of the screen that says a few words and asks for a press: no menu, no footer, no player.
  const footBar = () => overlay(0.6, 'a bar along the foot of the screen that asks for a press');

  // What holds the content is no layer over it.
  const content = (element) => (style(element).position === 'sticky'
    ? { element, ...unpin(0.6, 'sticks, and holds the content') } : null);

  const STICKY_KINDS = ['consent', 'app-prompt'];
  const sticky = (layer) => {
    const { element, position, modal, navigation, words, kind } = layer;
    if (position !== 'sticky' || modal) return null;
    const wanted = kind && words < 60 && !layer.inMain
      && (STICKY_KINDS.includes(kind.kind) || (kind.kind === 'newsletter' && !navigation));
    if (wanted) return { kind: kind.kind, score: kind.score - 0.1, reasons: [kind.reason, 'sticks to an edge'] };
    if (isFoot(layer)) return footBar();
    return /^(th|td|thead|tr)$/.test(element.localName) ? NOTHING : unpin(0.8, 'sticks to an edge');
  };

  const named = ({ element, position, modal, fixed, z, bar, navigation, kind }) => {
    if (!kind || !(fixed || z >= 1000 || fades(element))) return null;
    if (navigation && bar && kind.kind !== 'consent') return null;
    const where = modal ? 'a dialog' : `lies over the page (${position})`;
    return { kind: kind.kind, score: kind.score + (modal ? 0.1 : 0), reasons: [kind.reason, where] };
  };
  const placed = ({ position, modal }) => (position === 'absolute' && !modal ? NOTHING : null);

  const VEILS = /backdrop|overlay|mask|modal|dimmer|shade/i;
  // A veil may hold one frame: a dialog that another origin fills.
  const veil = ({ element, style: s, z, screenful, words }) => {
    if (!screenful || words !== 0 || element.querySelector('img,video,canvas,input')) return null;
    if (element.querySelectorAll('iframe').length > 1) return null;
    const is = isVeil(element) || parseFloat(s.opacity) < 1 || VEILS.test(namesOf(element));
    return overlay(is && !(z < 0) ? 0.8 : 0.2, 'a screenful without content', is ? 'a veil' : 'no veil');
  };

  const TO_TOP = tokens('back-?to-?top to-?top scroll-?(to-?)?(top|up) go-?top totop gotop');
  const TOP = 'a[href="#"],a[href="#top"],a[href="#page-top"]';
  const labelOf = (element) => {
    const inner = element.querySelector('[aria-label],[title]');
    return text(element) || element.getAttribute('aria-label') || element.title
      || (inner && inner.getAttribute('aria-label')) || '';
  };
  // Chat bubbles and ways back to the top.
  const smallButton = ({ element, box, words }) => {
    if (box.width > 140 || box.height > 140 || words > 8) return null;
    const up = patterns.top.test(labelOf(element).trim()) || element.matches(TOP)
      || TO_TOP.test(hyphenated(namesOf(element)));
    const corner = (box.right > width * 0.8 || box.left < width * 0.2) && box.bottom > height * 0.4;
    const reasons = [up ? 'a back-to-top button' : 'a floating button', corner ? 'in a corner' : 'not in a corner'];
    return { kind: up ? 'other' : 'chat', score: up ? 0.9 : corner ? 0.6 : 0.3, reasons };
  };

  const player = ({ element, box, screenful, inMain: inside }) => {
    if (!element.querySelector('video,iframe[src*="player"],iframe[allowfullscreen]')) return null;
    if (box.width >= width * 0.5 || screenful) return null;
    return inside ? unpin(0.7, 'a player that floats out of the text')
      : overlay(0.65, 'a video that pops out of the page');
  };

  const SHARE = ['facebook.com/sharer', 'twitter.com/intent', 'x.com/intent', 'wa.me', 'api.whatsapp.com',
    'linkedin.com/sharing', 'linkedin.com/shareArticle', 't.me/share', 'pinterest.com/pin/create']
    .map((address) => `a[href*="${address}"]`).join(',');
  const shareLinks = ({ element, words }) => (element.querySelectorAll(SHARE).length >= 2 && words < 30
    ? { kind: 'share', score: 0.85, reasons: ['floating links to share'] } : null);

  const dialog = ({ element, box, position, modal, navigation, screenful }) => {
    if (!modal || navigation) return null;
    const sheet = position === 'fixed' && box.height <= height * 0.6 && element.querySelector(PRESS); // along the foot
    const over = screenful || box.width < width * 0.95 || sheet;
    const score = over && (closes(element) || position === 'fixed') ? 0.65 : 0.4;
    return overlay(proseOf(element) > 200 ? 0.35 : score, 'a dialog', mayClose(element));
  };

  const closableBar = ({ element, bar, navigation, words }) => (bar && !navigation && closes(element) && words <= 60
    ? overlay(0.7, 'a bar over the page that can be closed') : null);

  const bottomBar = (layer) => (isFoot(layer) && !layer.navigation ? footBar() : null);

  // What is a part of the page that only stays in place: a menu, something in the content.
  const ofPage = ({ navigation, inMain: inside }) => navigation || inside;

  // In the middle of the screen, with the page veiled or locked behind it: a dialog that does not say so.
  const middle = (layer) => {
    const { element, box, fixed, bar, screenful, words } = layer;
    const centred = box.left < width / 2 && box.right > width / 2 && box.top < height / 2 && box.bottom > height / 2;
    if (!fixed || !centred || bar || screenful || ofPage(layer) || box.width >= width * 0.8) return null;
    if (words > 120 || words < 3) return null;
    const waits = (closes(element) && (veiled || locked)) || (veiled && locked);
    if (!waits || !onTop(element, box)) return null;
    const behind = veiled ? 'the page is veiled' : 'the page does not scroll';
    return overlay(0.65, 'in the middle of the screen', behind, mayClose(element));
  };

  const ELSEWHERE = 'a[href],input:not([type=button]):not([type=submit]),select,textarea,video,audio,canvas';
  // A question with two answers and nowhere to go: notifications, surveys, places.
  const question = (layer) => {
    const { element, box, bar, screenful, words } = layer;
    if (bar || screenful || ofPage(layer) || box.width >= width * 0.6 || box.height >= height * 0.6) return null;
    const presses = pressesIn(element);
    const answered = wordsOf(presses);
    if (presses.length < 2 || presses.length > 3 || answered < 2 || words - answered < 5 || words > 50) return null;
    return element.querySelector(ELSEWHERE) ? null : overlay(0.65, 'a question with two answers over the page');
  };

  const floating = ({ element, box, navigation, words }) => {
    const corner = box.width < width * 0.6 && box.height < height * 0.7 && box.bottom > height * 0.6
      && (box.right > width * 0.75 || box.left < width * 0.25);
    return corner && closes(element) && !navigation && words <= 60
      ? overlay(0.65, 'floats in a corner and can be closed') : null;
  };

  const ANSWERS = `${PRESS},input[type=password]`;
  // A dialog that does not say so: it covers the page, and something marks the page behind it as waiting.
  const cover = (layer) => {
    const { element, box, screenful, words } = layer;
    if (!screenful) return null;
    const behind = main ? countOf(document.documentElement) - words : 0;
    if (ofPage(layer) || behind < Math.max(20, words) || !onTop(element, box)) return NOTHING;
    const wide = (c) => c.getBoundingClientRect().width >= width * 0.95;
    const marks = [
      [isVeil(element) || [...element.children].some((c) => isVeil(c) && wide(c)), 0.2, 'a veil'],
      [locked, 0.25, 'the page does not scroll'],
      [closes(element), 0.15, 'can be closed'],
      [element.querySelector(ANSWERS), 0.1, 'asks for an answer'],
    ].filter(([is]) => is);
    const score = marks.reduce((sum, [, weight]) => sum + weight, 0.3) - (proseOf(element) > 200 ? 0.4 : 0);
    return overlay(score, 'covers the page', ...marks.map(([, , mark]) => mark));
  };

  // A few words in a lower corner: greetings, toasts, assistants. Contents and other guides stand higher or are longer.
  // Over a page that neither scrolls nor has text they are a map's legend or an application's controls.
  const lowerCorner = (layer) => {
    const { element, box, bar, words } = layer;
    const corner = reads && box.width < width * 0.4 && box.height < height * 0.45 && box.bottom > height * 0.8
      && box.bottom < height + 2 && (box.right > width * 0.9 || box.left < width * 0.1);
    return corner && !bar && !ofPage(layer) && words <= 30 && element.querySelectorAll('a[href]').length <= 2
      ? overlay(0.6, 'a few words that float in a lower corner') : null;
  };
  const pinned = ({ z }) => (z < 0 ? NOTHING : unpin(0.8, 'stays in place while the page scrolls'));

  const QUESTIONS = [progress, rail, sticky, named, placed, pill, veil,
    smallButton, player, shareLinks, dialog, closableBar, bottomBar,
    middle, question, floating, cover, lowerCorner, pinned];
  overlays.judge = (element) => {
    if (holdsPage(element)) return content(element);
    const layer = factsOf(element);
    if (layer.box.width < 2 || layer.box.height < 2) return null;
    for (const asked of QUESTIONS) {
      const answer = asked(layer);
      if (answer) return answer === NOTHING ? null : { element, ...answer };
    }
    return null;
  };
}

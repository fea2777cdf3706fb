// Frames as units: whose they are, their size, and what those of other origins say about themselves.
({ frames }) => {
  const dom = globalThis.captureDom;
  const { all, visible, offSite, site, here, anyOf } = globalThis.captureClean;
  const { ads } = globalThis.captureClean;
  const { unit, say, named, isSize, labelOf } = ads;

  const hosts = (list) => new RegExp(`(^|\\.)(${anyOf(list)})$`, 'i');
  // Who embeds content: players, posts, maps, charts, documents, forms.
  const CONTENT = hosts(String.raw`
    youtube(-nocookie)?\.com youtu\.be vimeo\.com dailymotion\.com twitch\.tv tiktok\.com instagram\.com facebook\.com
    twitter\.com x\.com threads\.net bsky\.app reddit\.com soundcloud\.com spotify\.com deezer\.com apple\.com
    bandcamp\.com mixcloud\.com google\.[a-z.]+ openstreetmap\.org mapbox\.com codepen\.io jsfiddle\.net
    codesandbox\.io stackblitz\.com github\.(com|io) observablehq\.com datawrapper\.de dwcdn\.net flourish\.studio
    infogram\.com tableau\.com slideshare\.net scribd\.com issuu\.com documentcloud\.org archive\.org wikimedia\.org
    wikipedia\.org brightcove\.(com|net) jwplayer\.com jwplatform\.com kaltura\.com wistia\.(com|net) loom\.com
    ted\.com bbc\.co\.uk arte\.tv rumble\.com bilibili\.com youku\.com qq\.com naver\.com disqus\.com typeform\.com
    jotform\.com giphy\.com imgur\.com pinterest\.com tumblr\.com acast\.com podbean\.com buzzsprout\.com
    megaphone\.fm libsyn\.com simplecast\.com anchor\.fm kickstarter\.com playbuzz\.com sketchfab\.com figma\.com
    miro\.com canva\.com genial\.ly thinglink\.com cloudflarestream\.com mediadelivery\.net`);
  // Who serves advertising.
  const SERVER = hosts(String.raw`
    doubleclick\.net googlesyndication\.com adnxs\.com criteo\.(com|net) taboola\.com outbrain\.com
    amazon-adsystem\.com smartadserver\.com rubiconproject\.com pubmatic\.com openx\.net adform\.net yieldmo\.com
    teads\.tv mgid\.com adsafeprotected\.com adservice\.google\.[a-z.]+ casalemedia\.com indexww\.com sharethrough\.com
    media\.net bidswitch\.net adsrvr\.org moatads\.com serving-sys\.com flashtalking\.com adition\.com ligatus\.com
    plista\.com yandex\.ru`);

  const saidBy = new Map(frames.map((said) => [dom.element(said.ref), said]));
  const addressOf = (frame) => { try { return new URL(frame.src, here); } catch { return null; /* no address */ } };

  const sayInside = (u, inside, url) => {
    const label = inside.lines.map(labelOf).find(Boolean);
    if (label === 'strong') say(u, 0.6, 'an advertising label inside the frame', 'labelled');
    if (label === 'weak') say(u, 0.35, 'a weak advertising label inside the frame', 'labelled');
    const others = inside.hosts.filter((h) => site(h) !== site(here.hostname) && h !== (url && url.hostname));
    if (inside.sponsored) say(u, 0.4, 'rel=sponsored inside the frame', 'paid');
    const banner = others.length === 1 && inside.links <= 4 && inside.pictures && inside.characters < 400;
    if (banner) say(u, 0.3, 'a picture and one off-site link inside the frame');
    if (inside.controls > 0) say(u, -0.3, 'controls inside the frame');
    if (inside.characters > 1500) say(u, -0.4, 'long text inside the frame');
    inside.hosts.forEach((h) => u.hosts.add(h));
  };

  // Frames of other origins, and those with a name that tells.
  const framedUnits = () => {
    for (const frame of all('iframe')) {
      if (!visible(frame)) continue;
      const box = dom.box(frame);
      if (box.width < 40 || box.height < 20) continue;
      const host = offSite(frame.src);
      const inside = saidBy.get(frame);
      const url = addressOf(frame);
      const cross = (url && /^https?:$/.test(url.protocol) && url.origin !== here.origin) || !!inside;
      if (!cross && !named(frame) && !/^(aswift|google_ads)/.test(frame.id || frame.name)) continue;
      const u = unit(frame);
      u.signs.add('shown');
      u.hosts.add(host || (url && url.host) || '');
      const content = CONTENT.test(host);
      const server = !!host && SERVER.test(host);
      if (server) say(u, 0.7, `a frame of ${host}`);
      if (named(frame)) say(u, 0.35, 'a name that tells');
      if (isSize(box)) say(u, 0.3, `a standard size, ${box.width}×${box.height}`);
      if (inside) sayInside(u, inside, url);
      const bare = cross && !frame.title && !frame.allowFullscreen && !content;
      if (bare) say(u, 0.2, 'a frame of another origin without a title');
      if (content && !server) say(u, -0.6, 'embedded content');
      if (frame.allowFullscreen || frame.allow.includes('fullscreen')) say(u, -0.2, 'a player');
      if (!frame.getAttribute('src') && !inside && box.height < 40) say(u, -0.2, 'an empty frame');
    }
  };

  Object.assign(ads, { framedUnits });
}

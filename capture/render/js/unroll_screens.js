// Lets what scrolls inside the page in place of the page (an app shell) stand at its full height.  Small scrollers (a
// chat, a code listing) stay as they are.
//   answers: how many were unrolled
(argument) => {
  const shells = captureDom.all('body *').filter((element) => element.clientHeight > innerHeight * 0.5
    && element.clientWidth > innerWidth * 0.4 && element.scrollHeight > element.clientHeight + 50
    && /auto|scroll|overlay/.test((element.ownerDocument.defaultView || window).getComputedStyle(element).overflowY));
  for (const shell of shells) captureDom.unroll(shell);
  return shells.length;
}

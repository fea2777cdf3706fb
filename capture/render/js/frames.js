// Where the rendered frames of other sites are that do not lie wholly in the first screenful.
//   answers: [{x, y, width, height}, …] in CSS px of the page
(argument) => captureDom.all('iframe, frame')
  .filter((frame) => !captureDom.frameDocument(frame) && frame.getClientRects().length > 0)
  .map((frame) => captureDom.box(frame))
  .filter((box) => box.width >= 40 && box.height >= 40 && box.x >= 0 && box.y + box.height > innerHeight)

// Which of the given characters this machine can draw.
//   argument: {name: sample character, …}; answers {name: true | false, …}
// A character that no font has is drawn as the same box as a code point that is assigned to nothing.
(samples) => {
  const canvas = document.createElement('canvas');
  canvas.width = 48; canvas.height = 48;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const drawn = (character) => {
    context.clearRect(0, 0, 48, 48);
    context.font = '32px sans-serif';
    context.fillText(character, 4, 36);
    return context.getImageData(0, 0, 48, 48).data.join();
  };
  const missing = drawn('\u{10FFFE}');
  const blank = drawn(' ');
  return Object.fromEntries(Object.entries(samples).map(([name, character]) => {
    const picture = drawn(character);
    return [name, picture !== missing && picture !== blank];
  }));
}

// Real keys, counted: words are what has to be typed in any program; keys is everything else.

/** speed: keys a minute; nothing: as fast as it goes. */
export function typing(page, speed) {
  const delay = speed ? 60000 / Number(speed) : 0;
  const count = { words: 0, keys: 0 };

  async function type(text) {
    await page.keyboard.type(text, { delay });
  }
  return {
    count,
    async words(text) {
      count.words += [...text].length;
      await type(text);
    },
    async keys(text) {
      count.keys += [...text].length;
      await type(text);
    },
    /** Alt+n is two. */
    async press(key) {
      count.keys += key.split("+").length;
      await page.keyboard.press(key);
      if (delay)
        await page.waitForTimeout(delay);
    },
  };
}

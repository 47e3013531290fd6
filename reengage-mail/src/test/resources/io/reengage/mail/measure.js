// Measures every framed mail as a reader's eye would, and writes down what is wrong with it.
addEventListener("load", () => {
  const found = [];
  let texts = 0, buttons = 0;
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, view = frame.contentWindow;
    const say = (what) => found.push(`${frame.name}: ${what}`);
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = numbers(view.getComputedStyle(at).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    if (page.documentElement.scrollWidth > frame.clientWidth)
      say(`scrolls sideways: ${page.documentElement.scrollWidth} px in ${frame.clientWidth}`);
    for (const button of page.querySelectorAll("a.button")) {
      buttons++;
      const height = button.getBoundingClientRect().height;
      if (height < 44) say(`button is ${height} px high`);
    }
    for (const image of page.images) if (!image.hasAttribute("alt")) say("image without alt");
    const words = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const element = words.currentNode.parentElement, style = view.getComputedStyle(element);
      if (!words.currentNode.data.trim() || !element.getClientRects().length || style.visibility === "hidden") continue;
      texts++;
      const contrast = ratio(luminance(numbers(style.color)), luminance(ground(element)));
      if (contrast < 4.5) say(`"${words.currentNode.data.trim()}" has a contrast of ${contrast.toFixed(1)}`);
      if (parseFloat(style.fontSize) < 13) say(`"${words.currentNode.data.trim()}" is ${style.fontSize} high`);
    }
  }
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = [`${texts} texts`, `${buttons} buttons`, `dark ${matchMedia("(prefers-color-scheme: dark)").matches}`, ...found].join("\n");
  document.body.append(result);
});

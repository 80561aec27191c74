// Gists come after the answer, of each foreign quote first the sentence that answers.
export function setUpGists(page) {
  // Wherever a quote of the turn is shown: in the conversation, and on its card.
  const places = (turn, number) =>
    [turn.node, turn.sources, page.find("#sources")].flatMap((root) =>
      [...root.querySelectorAll(`[data-number="${number}"] .gist`)]);

  function put(turn, number, html) {
    const made = document.createElement("div");
    made.innerHTML = html; // escaped where the server made it
    const [known] = places(turn, number);
    for (const place of places(turn, number)) {
      if (place.dataset.gist !== known.dataset.gist || place.querySelector("details[open]")) continue;
      place.replaceChildren(...made.cloneNode(true).childNodes);
      place.hidden = false;
    }
  }

  async function translate(turn) {
    for (const first of [true, false]) {
      for (const { number, article } of turn.answer.citations) {
        if (article.language === turn.answer.language) continue;
        if (first && !places(turn, number).some((place) => place.hidden)) continue;
        const html = await page.server.gist({ answer: turn.answer, number, first });
        if (html && turn.node.isConnected) put(turn, number, html);
      }
    }
  }

  page.events.addEventListener("ended", ({ detail: turn }) => {
    translate(turn).catch(() => {}); // the answer stands without them
  });
}

// Gists come after the answer: each goes under its quotes, wherever these are shown.
const place = () => {
  for (const gist of element.querySelectorAll("p[data-for]")) {
    for (const empty of document.querySelectorAll("p.gist[data-gist]")) {
      if (empty.dataset.gist === gist.dataset.for && empty.hidden) {
        empty.replaceChildren(...gist.cloneNode(true).childNodes);
        empty.hidden = false;
      }
    }
  }
};
watch("value", place);
// What is shown anew, such as the sources after a look at an article, gets its gists again.
new MutationObserver(place).observe(document.body, { childList: true, subtree: true });

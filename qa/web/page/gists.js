// Gists come after the answer, and grow: each goes under its quotes, wherever these are shown.
const place = () => {
  for (const gist of element.querySelectorAll("div[data-for]")) {
    for (const shown of document.querySelectorAll("div.gist[data-gist]")) {
      if (shown.dataset.gist === gist.dataset.for && shown.innerHTML !== gist.innerHTML
          && !shown.querySelector("details[open]")) {
        shown.replaceChildren(...gist.cloneNode(true).childNodes);
        shown.hidden = false;
      }
    }
  }
};
watch("value", place);
// What is shown anew, such as the sources after a look at an article, gets its gists again.
new MutationObserver(place).observe(document.body, { childList: true, subtree: true });

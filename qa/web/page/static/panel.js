// Beside the conversation: the sources of an answer, or an article open at a quote. On a narrow
// page it is a sheet over the conversation. Where the reader was, the browser's history knows.
const NARROW = matchMedia("(max-width: 899px)");

export function setUpPanel(page) {
  const panel = page.find("#panel");
  const sources = page.find("#sources");
  const article = page.find("#article");
  const back = page.find("#back");
  const steps = page.find("#steps");
  const share = page.find("#share");
  const nothing = sources.firstElementChild;
  const behind = [page.find(".skip"), page.find("#top"), page.find("#main")];
  let turn = null; // whose sources are shown
  let opener = null; // what had the focus
  let opened = 0;

  const isOpen = () => panel.classList.contains("open");
  const turnById = (id) => page.conversation.turns.find((one) => one.id === id) ?? null;

  function showSheet(open) {
    panel.classList.toggle("open", open);
    const modal = open && NARROW.matches;
    for (const element of behind) element.inert = modal;
    for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"]]) {
      if (modal) panel.setAttribute(name, value);
      else panel.removeAttribute(name);
    }
  }

  function showSources(of) {
    turn = of;
    article.hidden = true;
    article.replaceChildren();
    sources.hidden = false;
    back.hidden = steps.hidden = share.hidden = true;
    const shown = of?.sources.childElementCount ? [...of.sources.cloneNode(true).childNodes] : [nothing];
    sources.replaceChildren(...shown);
  }

  // As the archive has them now: an article may have gone since.
  async function refresh(of) {
    if (!of?.answer?.citations.length) return;
    const html = await page.server.sources({ answer: of.answer });
    of.sources.innerHTML = html; // escaped where the server made it
    if (turn === of && !sources.hidden) showSources(of);
  }

  async function showArticle(of, place) {
    turn = of;
    const call = ++opened;
    const asked = of?.answer ? { answer: of.answer } : { language: page.language() };
    const html = await page.server.opened({ ...place, ...asked })
      .catch(() => page.notify(page.say("unreachable")));
    if (!html || call !== opened || history.state?.panel !== "article") return;
    article.innerHTML = html; // escaped where the server made it
    sources.hidden = true;
    article.hidden = back.hidden = share.hidden = false;
    showSteps(place);
    const mark = article.querySelector("mark.current");
    if (!mark) {
      article.scrollTop = 0;
      (NARROW.matches ? page.find("#close") : back).focus();
      return;
    }
    article.scrollTop += mark.getBoundingClientRect().top - article.getBoundingClientRect().top
      - Math.max(0, (article.clientHeight - mark.offsetHeight) / 2);
    mark.focus({ preventScroll: true });
  }

  // Which of the answer's quotes it is open at.
  function showSteps(place) {
    const citations = turn?.answer?.citations ?? [];
    const at = citations.findIndex((one) =>
      one.article.id === place.article && one.start === place.start && one.end === place.end);
    steps.hidden = at < 0 || citations.length < 2;
    page.find("#place").textContent = page.say("place", { number: at + 1, count: citations.length });
    for (const [name, step] of [["#previous", -1], ["#next", 1]]) {
      const button = page.find(name);
      const to = citations[at + step];
      button.disabled = !to;
      button.onclick = () => {
        const next = { article: to.article.id, start: to.start, end: to.end };
        history.replaceState({ ...history.state, ...next }, "", page.address.at(next));
        showArticle(turn, next).then(() => {
          if (!button.disabled) button.focus();
        });
      };
    }
  }

  // What the history says is what is shown.
  function show(state) {
    const of = turnById(state?.turn) ?? turn;
    const wasOpen = isOpen();
    showSheet(Boolean(state?.panel));
    if (state?.panel === "article") {
      showArticle(of, { article: state.article, start: state.start, end: state.end });
      return;
    }
    opened += 1;
    const hadArticle = !article.hidden;
    showSources(of);
    refresh(of).catch(() => {});
    if (state?.panel === "sources") {
      page.find("#close").focus();
    } else if (wasOpen || hadArticle) {
      if (opener?.isConnected) opener.focus();
      else page.find("#question").focus();
    }
  }

  function go(state, address) {
    if (!history.state?.panel) opener = document.activeElement;
    history.pushState(state, "", address);
    show(state);
  }

  function leave() {
    if (!history.state?.panel) return showSheet(false);
    if (!history.state.first) return history.back();
    history.replaceState(null, "", page.address.at(null));
    show(null);
  }

  page.panel = {
    openArticle(of, place) {
      const state = { panel: "article", turn: of?.id, ...place };
      if (history.state?.panel === "article") {
        history.replaceState(state, "", page.address.at(place));
        show(state);
      } else {
        go(state, page.address.at(place));
      }
    },
    openSources(of) {
      if (NARROW.matches) {
        go({ panel: "sources", turn: of.id }, location.href);
      } else {
        if (history.state?.panel) history.replaceState(null, "", page.address.at(null));
        turn = of;
        show(null);
      }
    },
    // By a link: there is nothing to go back to.
    arriveAt(place) {
      history.replaceState({ panel: "article", first: true, ...place }, "", location.href);
      show(history.state);
    },
    current: () => turn,
  };

  page.element.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-article]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const { article: id, start, end } = link.dataset;
    const of = page.turns.of(link) ?? turn;
    page.panel.openArticle(of, { article: id, start: Number(start), end: Number(end) });
  });
  back.addEventListener("click", leave);
  page.find("#close").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && history.state?.panel && !page.element.querySelector("dialog[open]")) {
      leave();
    }
  });
  share.addEventListener("click", () => page.copyText(page.address.sharing(history.state)));
  addEventListener("popstate", ({ state }) => show(state));
  NARROW.addEventListener("change", () => showSheet(isOpen() && Boolean(history.state?.panel)));

  // The sources are those of the answer in view.
  page.events.addEventListener("sources", ({ detail }) => {
    if (!article.hidden) return;
    showSources(detail);
  });
  page.find("#scroll").addEventListener("scroll", () => {
    if (!article.hidden || isOpen()) return;
    const seen = page.turns.inView();
    if (seen && seen !== turn && seen.sources.childElementCount) showSources(seen);
  }, { passive: true });
  page.events.addEventListener("cleared", () => {
    if (history.state?.panel) history.replaceState(null, "", page.address.at(null));
    turn = null;
    showSheet(false);
    showSources(null);
  });
}

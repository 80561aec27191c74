// What a number cites, beside it, while it is pointed at or has the focus.
const LINGERS = 200; // milliseconds to move the pointer there
const GAP = 6; // pixels

export function setUpPeek(page) {
  const peek = page.find("#peek");
  let link = null;
  let hiding;

  function hide() {
    clearTimeout(hiding);
    link?.removeAttribute("aria-describedby");
    link = null;
    peek.hidden = true;
  }

  function show(of) {
    clearTimeout(hiding);
    if (of === link) return;
    const number = of.textContent;
    const card = page.turns.of(of)?.sources.querySelector(`.card[data-number="${number}"]`);
    if (!card) return;
    hide();
    link = of;
    const title = document.createElement("p");
    title.className = "title";
    title.append(card.querySelector("h3 bdi").cloneNode(true));
    const quote = document.createElement("p");
    const { lang } = card.querySelector("blockquote");
    Object.assign(quote, { lang, dir: "auto" });
    quote.append(...card.querySelector("mark").cloneNode(true).childNodes);
    peek.replaceChildren(title, quote);
    peek.hidden = false;
    of.setAttribute("aria-describedby", "peek");
    place(of.getBoundingClientRect());
  }

  function place(at) {
    const { offsetWidth: width, offsetHeight: height } = peek;
    const left = Math.min(Math.max(GAP, at.left - 24), innerWidth - width - GAP);
    const above = at.top - height - GAP;
    Object.assign(peek.style, {
      left: `${left}px`,
      top: `${above >= GAP ? above : at.bottom + GAP}px`,
    });
  }

  const numberAt = (event) => event.target.closest?.("a.number");
  const soon = () => {
    clearTimeout(hiding);
    hiding = setTimeout(hide, LINGERS);
  };
  page.element.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const of = numberAt(event);
    if (of) show(of);
    else if (peek.contains(event.target)) clearTimeout(hiding);
    else if (link && link !== document.activeElement) soon();
  });
  page.element.addEventListener("focusin", (event) => {
    const of = numberAt(event);
    if (of?.matches(":focus-visible")) show(of);
  });
  page.element.addEventListener("focusout", (event) => {
    if (numberAt(event) === link) soon();
  });
  page.element.addEventListener("click", hide);
  page.find("#scroll").addEventListener("scroll", hide, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && link) {
      event.stopImmediatePropagation();
      hide();
    }
  }, { capture: true });
}

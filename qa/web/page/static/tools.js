// What can be done with an answer: its sources, a copy, a link, asked again, its question changed.
export function setUpTools(page) {
  const base = () => location.origin + location.pathname;

  page.copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // not allowed, or an address that browsers call insecure
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    page.notify(page.say("copied"));
  };
  page.base = base;

  function unfold(button, open) {
    button.setAttribute("aria-expanded", String(open));
    button.nextElementSibling.hidden = !open;
  }

  function fold() {
    for (const button of page.element.querySelectorAll(".copy[aria-expanded=true]")) unfold(button, false);
  }

  const ACTIONS = {
    "show-sources": (turn) => page.panel.openSources(turn),
    link: (turn) => page.copyText(
      location.origin + page.address.asking(turn.question, page.filters())),
    again: (turn) => page.askQuestion(turn.question, turn),
    edit: (turn) => page.editQuestion(turn),
  };

  page.find("#turns").addEventListener("click", async (event) => {
    const button = event.target.closest(".tools button");
    if (!button) return;
    const turn = page.turns.of(button);
    if (button.classList.contains("copy")) {
      const open = button.getAttribute("aria-expanded") === "true";
      fold();
      unfold(button, !open);
    } else if (button.dataset.kind) {
      const { kind } = button.dataset;
      await page.server.copied({ answer: turn.answer, kind, base: base() })
        .then(page.copyText, () => page.notify(page.say("unreachable")));
      const copy = button.closest(".menu").querySelector(".copy");
      fold();
      copy.focus();
    } else {
      for (const [name, act] of Object.entries(ACTIONS)) if (button.classList.contains(name)) act(turn);
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".menu")) fold();
  });
  page.element.addEventListener("keydown", (event) => {
    const menu = event.target.closest(".menu");
    if (event.key !== "Escape" || !menu || menu.querySelector(".choices").hidden) return;
    event.stopPropagation();
    fold();
    menu.querySelector(".copy").focus();
  });
}

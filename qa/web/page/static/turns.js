// The conversation: its turns, in memory and on the page. The server makes what stands in them.
const TOLD_AGAIN = 50; // turns that go with a question

export function setUpTurns(page) {
  const list = page.find("#turns");
  const scroll = page.find("#scroll");
  const template = page.find("#a-turn");
  const conversation = { id: crypto.randomUUID?.() ?? `c${Date.now()}`, turns: [] };
  page.conversation = conversation;

  const newId = () => `t${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

  function nodeOf(id, question) {
    const node = page.write(template.content.cloneNode(true)).querySelector(".turn");
    node.dataset.id = id;
    node.querySelector(".question").textContent = question;
    return node;
  }

  page.turns = {
    // A turn that nothing has been answered in yet; in the place of another one if that is given.
    begin(question, instead) {
      const id = newId();
      const turn = { id, question, node: nodeOf(id, question), answer: null, kept: null };
      turn.sources = document.createElement("div");
      const at = instead ? conversation.turns.indexOf(instead) : -1;
      if (at >= 0) {
        conversation.turns[at] = turn;
        instead.node.replaceWith(turn.node);
      } else {
        conversation.turns.push(turn);
        list.append(turn.node);
      }
      page.find("#welcome").hidden = true;
      turn.node.classList.add("pending");
      turn.node.querySelector(".told").textContent = page.say("searching");
      return turn;
    },
    // What the server made of an answer: a place for what is told, and one for the sources.
    show(turn, told, cited) {
      turn.node.querySelector(".told").replaceChildren(...told.childNodes);
      turn.sources.replaceChildren(...cited.childNodes);
      page.events.dispatchEvent(new CustomEvent("sources", { detail: turn }));
    },
    // again: whether it was answered before, and is shown once more.
    end(turn, answer, kept, again = false) {
      Object.assign(turn, { answer, kept });
      turn.node.classList.remove("pending");
      turn.node.querySelector(".tools").hidden = false;
      for (const button of turn.node.querySelectorAll(".show-sources, .cites")) {
        button.hidden = !answer.citations.length;
      }
      if (!again) page.events.dispatchEvent(new CustomEvent("ended", { detail: turn }));
    },
    // A word on why there is no answer; it can be asked again.
    fail(turn, text) {
      turn.node.classList.remove("pending");
      turn.node.classList.add("failed");
      turn.node.querySelector(".told").textContent = text;
      turn.node.querySelector(".tools").hidden = false;
      for (const name of ["show-sources", "copy"]) turn.node.querySelector(`.${name}`).hidden = true;
      page.announce(text);
    },
    of: (element) => {
      const id = element.closest(".turn")?.dataset.id;
      return conversation.turns.find((turn) => turn.id === id);
    },
    // What a question goes back to: the answered turns before a place in the conversation.
    before(turn) {
      const at = conversation.turns.indexOf(turn);
      return conversation.turns.slice(0, at).map((one) => one.kept).filter(Boolean).slice(-TOLD_AGAIN);
    },
    clear() {
      conversation.turns.length = 0;
      conversation.id = crypto.randomUUID?.() ?? `c${Date.now()}`;
      list.replaceChildren();
      page.find("#welcome").hidden = false;
      page.events.dispatchEvent(new Event("cleared"));
    },
    reveal(turn) {
      const top = turn.node.offsetTop - list.offsetTop;
      scroll.scrollTo({ top, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    },
    // The turn in the middle of what is seen.
    inView() {
      const middle = scroll.getBoundingClientRect().top + scroll.clientHeight / 2;
      return conversation.turns.findLast((turn) => turn.node.getBoundingClientRect().top < middle);
    },
  };
}

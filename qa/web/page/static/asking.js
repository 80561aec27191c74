// A question goes out, and its answer comes back: as often as there is more of it.
const UNANSWERED = "fundstelle.unanswered";
const STILL_THERE = 4000; // milliseconds after which the server is asked whether it is

export function setUpAsking(page) {
  const form = page.find("#ask");
  const field = page.find("#question");
  const send = page.find("#send");
  const stop = page.find("#stop");
  const editing = page.find("#editing");
  let pending = null;
  let edited = null;
  let watching;

  function settle() {
    pending = null;
    try {
      sessionStorage.removeItem(UNANSWERED);
    } catch {
      // It was not kept either.
    }
    clearInterval(watching);
    send.hidden = false;
    stop.hidden = true;
  }

  function edit(turn) {
    edited = turn;
    editing.hidden = !turn;
    if (turn) {
      field.value = turn.question;
      field.focus();
    }
  }

  // Gradio loads the page anew when it finds the server again: the question is not lost by it.
  function remember(question) {
    try {
      sessionStorage.setItem(UNANSWERED, question);
    } catch {
      // Then it is.
    }
  }

  // instead: the turn that this question replaces.
  page.askQuestion = (question, instead = null) => {
    if (pending || !question.trim()) return;
    const turn = page.turns.begin(question, instead);
    pending = turn;
    remember(question);
    send.hidden = true;
    stop.hidden = false;
    page.announce(page.say("searching"));
    page.turns.reveal(turn);
    const filters = page.filters();
    history.replaceState(history.state, "", page.address.asking(null, filters));
    const turns = page.turns.before(turn);
    page.send({ id: turn.id, question, turns, filter: filters });
    watching = setInterval(() => {
      page.server.about({ language: page.language() }).catch(() => fail("unreachable"));
    }, STILL_THERE);
  };
  page.editQuestion = edit;
  page.isAsking = () => pending !== null;

  function fail(why) {
    if (!pending) return;
    page.turns.fail(pending, page.say(why));
    const { question } = pending;
    settle();
    remember(question);
  }

  try {
    field.value = sessionStorage.getItem(UNANSWERED) ?? "";
  } catch {
    // There is none.
  }
  document.addEventListener("unanswered", () => fail("failed"));
  document.addEventListener("answer", ({ detail }) => {
    const mail = detail.querySelector("[data-turn]");
    if (!pending || mail?.dataset.turn !== pending.id) return;
    const turn = pending;
    page.turns.show(turn, mail.querySelector(".told"), mail.querySelector(".cited"));
    if (!mail.dataset.answer) return;
    settle();
    page.turns.end(turn, JSON.parse(mail.dataset.answer), JSON.parse(mail.dataset.kept));
    page.announce(page.say("answered", { text: turn.node.querySelector(".told").innerText }));
    page.turns.reveal(turn);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pending || !field.value.trim()) return;
    const instead = edited;
    const question = field.value;
    field.value = "";
    edit(null);
    page.askQuestion(question, instead);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (event.key === "Escape" && edited) {
      field.value = "";
      edit(null);
    }
  });
  editing.querySelector("button").addEventListener("click", () => {
    field.value = "";
    edit(null);
    field.focus();
  });
  stop.addEventListener("click", () => {
    page.halt();
    page.turns.fail(pending, page.say("stopped"));
    settle();
    field.focus();
  });
  page.events.addEventListener("cleared", () => {
    if (pending) page.halt();
    settle();
    edit(null);
  });
}

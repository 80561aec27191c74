// A question goes out, and its answer comes back: as often as there is more of it.
import { growing, Refused } from "./growing.js";

const UNANSWERED = "fundstelle.unanswered";
const TRIES = 2; // a server may be replaced by another one while it answers

export function setUpAsking(page) {
  const form = page.find("#ask");
  const field = page.find("#question");
  const send = page.find("#send");
  const stop = page.find("#stop");
  const editing = page.find("#editing");
  let pending = null;
  let halting = null;
  let edited = null;

  function settle() {
    pending = null;
    try {
      sessionStorage.removeItem(UNANSWERED);
    } catch {
      // It was not kept either.
    }
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

  // The page may be loaded anew before there is an answer: the question is not lost by it.
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
    answer(turn, { question, turns, filter: filters });
  };
  page.editQuestion = edit;
  page.isAsking = () => pending !== null;

  async function answer(turn, sent) {
    for (let tries = 1; ; tries += 1) {
      halting = new AbortController();
      try {
        for await (const step of growing(sent, halting)) {
          if (pending !== turn) return;
          show(turn, step);
        }
        return;
      } catch (error) {
        if (pending !== turn) return;
        if (error instanceof Refused) return fail(error.message || page.say("failed"));
        if (tries === TRIES) return fail(page.say("unreachable"));
      }
    }
  }

  function show(turn, { told, cited, answer, kept }) {
    page.turns.show(turn, parsed(told), parsed(cited));
    if (!answer) return;
    settle();
    page.turns.end(turn, answer, kept);
    page.announce(page.say("answered", { text: turn.node.querySelector(".told").innerText }));
    page.turns.reveal(turn);
  }

  function parsed(html) {
    const made = document.createElement("div");
    made.innerHTML = html; // escaped where the server made it
    return made;
  }

  function fail(why) {
    page.turns.fail(pending, why);
    const { question } = pending;
    settle();
    remember(question);
  }

  // Nobody waits for the answer any more.
  function halt() {
    pending = null;
    halting.abort();
  }

  try {
    field.value = sessionStorage.getItem(UNANSWERED) ?? "";
  } catch {
    // There is none.
  }
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
    page.turns.fail(pending, page.say("stopped"));
    halt();
    settle();
    field.focus();
  });
  page.events.addEventListener("cleared", () => {
    if (pending) halt();
    settle();
    edit(null);
  });
}

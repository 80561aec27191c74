// Conversations of before, kept in this browser: listed, opened again, deleted, saved as a file.
import { forget, keep, kept } from "./kept.js";

const MOST = 50; // conversations
const MOST_TURNS = 100; // of one
const CURRENT = "fundstelle.current";

export function setUpHistory(page) {
  const dialog = page.find("#history");
  const list = dialog.querySelector("ul");
  const all = page.find("#forget");
  let opening = 0;

  const listed = () => {
    const known = kept("conversations");
    return Array.isArray(known) ? known.filter((one) => typeof one?.id === "string") : [];
  };

  function save() {
    const { id, turns } = page.conversation;
    const ended = turns.filter((turn) => turn.answer).slice(-MOST_TURNS);
    if (!ended.length) return;
    const entry = { id, question: ended[0].question, changed: Date.now() };
    const entries = [entry, ...listed().filter((one) => one.id !== id)];
    for (const old of entries.splice(MOST)) forget(`conversation.${old.id}`);
    const content = ended.map(({ answer, kept: turn }) => ({ answer, kept: turn }));
    // The oldest go where there is no more room.
    while (!keep(`conversation.${id}`, content) && entries.length > 1) {
      forget(`conversation.${entries.pop().id}`);
    }
    keep("conversations", entries);
    remember(id);
  }

  function remember(id) {
    try {
      sessionStorage.setItem(CURRENT, id);
    } catch {
      // It is not there after the page is loaded anew.
    }
  }

  async function open(id) {
    const content = kept(`conversation.${id}`);
    if (!Array.isArray(content) || !content.length) return;
    const call = ++opening;
    const html = await page.server.shown({ answers: content.map((turn) => turn.answer) });
    // The reader may have gone on meanwhile.
    if (call !== opening || page.isAsking()) return;
    page.turns.clear();
    page.conversation.id = id;
    content.forEach(({ answer, kept: turn }, at) => {
      const parts = document.createElement("div");
      parts.innerHTML = html[at]; // escaped where the server made it
      const shown = page.turns.begin(answer.question);
      page.turns.show(shown, parts.querySelector(".told"), parts.querySelector(".cited"));
      page.turns.end(shown, answer, turn, true);
    });
    remember(id);
    page.turns.reveal(page.conversation.turns.at(-1));
  }

  function remove(id) {
    forget(`conversation.${id}`);
    keep("conversations", listed().filter((one) => one.id !== id));
    if (id === page.conversation.id) page.turns.clear();
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function show() {
    const entries = listed();
    const form = new Intl.DateTimeFormat(page.language(), { dateStyle: "medium", timeStyle: "short" });
    list.replaceChildren(...entries.map(({ id, question, changed }) => {
      const item = document.createElement("li");
      const opens = button(String(question), () => {
        dialog.close();
        open(id).catch(() => page.notify(page.say("unreachable")));
      });
      opens.className = "opens";
      opens.dir = "auto";
      const time = document.createElement("time");
      time.textContent = form.format(Number(changed) || 0);
      const removes = button(page.say("delete"), () => {
        const next = item.nextElementSibling ?? item.previousElementSibling;
        remove(id);
        show();
        (next ? list.querySelector("button") : dialog.querySelector(".close")).focus();
      });
      removes.className = "quiet";
      removes.setAttribute("aria-label", page.say("delete_named", { question }));
      item.append(opens, time, removes);
      return item;
    }));
    dialog.querySelector(".empty").hidden = entries.length > 0;
    all.hidden = !entries.length;
    all.textContent = page.say("delete_all");
    all.dataset.sure = "";
    const asked = page.conversation.turns.some((turn) => turn.answer);
    page.find("#export").disabled = page.find("#clear").disabled = !asked;
  }

  dialog.addEventListener("opening", show);
  all.addEventListener("click", () => {
    if (!all.dataset.sure) {
      all.dataset.sure = "asked";
      all.textContent = page.say("really");
      return;
    }
    for (const { id } of listed()) remove(id);
    show();
    dialog.querySelector(".close").focus();
  });
  page.find("#clear").addEventListener("click", () => {
    remove(page.conversation.id);
    page.turns.clear();
    dialog.close();
    page.find("#question").focus();
  });
  page.find("#new").addEventListener("click", () => {
    page.turns.clear();
    remember("");
    page.find("#question").focus();
  });
  page.find("#export").addEventListener("click", async () => {
    const answers = page.conversation.turns.map((turn) => turn.answer).filter(Boolean);
    const text = await page.server.exported({ answers, base: page.base(), language: page.language() }).catch(() => null);
    if (text === null) {
      page.notify(page.say("unreachable"));
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.download = "fundstelle.md";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  page.events.addEventListener("ended", save);
  page.events.addEventListener("cleared", () => { opening += 1; });

  // Where the address leads, else where the reader was in this tab.
  page.arrive = async () => {
    const place = page.address.place();
    const question = page.address.question();
    if (place) page.panel.arriveAt(place);
    if (question) {
      page.askQuestion(question);
      return;
    }
    const current = sessionStorage.getItem(CURRENT);
    if (current) await open(current).catch(() => {});
    if (!place) page.find("#question").focus();
  };
}

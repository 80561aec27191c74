// Questions that the archive answers: on the empty page, and where it could not answer one.
export function setUpSuggestions(page) {
  const welcome = page.find("#welcome .suggested");

  function show(place, questions) {
    place.hidden = !questions.length;
    place.querySelector("ul").replaceChildren(...questions.map((question) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dir = "auto";
      button.textContent = question;
      item.append(button);
      return item;
    }));
  }

  const suggested = (language) => page.server.suggested({ language }).catch(() => []);

  async function arrive() {
    show(welcome, await suggested(page.language()));
  }

  page.element.addEventListener("click", (event) => {
    const button = event.target.closest(".suggested button");
    if (button) page.askQuestion(button.textContent);
  });
  page.events.addEventListener("ended", async ({ detail: turn }) => {
    if (turn.answer.mode !== "refusal") return;
    const asked = page.conversation.turns.map((one) => one.question);
    const { question, language } = turn.answer;
    const questions = await page.server.nearby({ question, language }).catch(() => []);
    show(turn.node.querySelector(".suggested"), questions.filter((one) => !asked.includes(one)).slice(0, 3));
  });
  page.events.addEventListener("language", arrive);
  arrive();
}

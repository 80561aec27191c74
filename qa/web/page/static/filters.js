// Which articles may answer: set in a dialog, shown as chips, part of the address.
const NAMES = ["since", "until", "source", "language"];

export function setUpFilters(page) {
  const dialog = page.find("#filter");
  const form = dialog.querySelector("form");
  const chips = page.find("#chips");
  const languages = form.elements.language;
  let names = {};
  let set = page.address.filters();

  page.filters = () => set;
  page.setFilters = (filters) => {
    set = filters;
    history.replaceState(history.state, "", page.address.asking(page.address.question(), set));
    show();
  };

  const told = (name) =>
    page.say(`${name}_set`, { value: name === "language" ? names[set.language] ?? set.language : set[name] });

  function show() {
    chips.replaceChildren(...NAMES.filter((name) => set[name]).map((name) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.filter = name;
      button.textContent = told(name);
      button.setAttribute("aria-label", page.say("take_off", { value: told(name) }));
      item.append(button);
      return item;
    }));
  }

  chips.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.filter;
    if (!name) return;
    const { [name]: _, ...others } = set;
    page.setFilters(others);
    page.find("#show-filter").focus();
  });
  dialog.addEventListener("opening", () => {
    for (const name of NAMES) form.elements[name].value = set[name] ?? "";
  });
  form.addEventListener("submit", () => {
    const values = NAMES.map((name) => [name, form.elements[name].value.trim()]);
    page.setFilters(Object.fromEntries(values.filter(([, value]) => value)));
  });

  // What the archive holds: its line in the header, and the languages to choose from.
  async function arrive() {
    const holds = await page.server.about({ language: page.language() });
    page.find("#holds").textContent = holds.text;
    names = holds.languages;
    const [any] = languages.options;
    languages.replaceChildren(any, ...Object.entries(names).map(([code, name]) => new Option(name, code)));
    show();
  }
  page.events.addEventListener("language", arrive);
  arrive();
  show();
}

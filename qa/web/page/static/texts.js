// The page's own texts, in the language that the reader chose or that their browser asks for.
import { keep, kept } from "./kept.js";

const WRITTEN = [
  ["data-text", (element, text) => { element.textContent = text; }],
  ["data-label-text", (element, text) => element.setAttribute("aria-label", text)],
  ["data-placeholder-text", (element, text) => { element.placeholder = text; }],
  ["data-title-text", (element, text) => { element.title = text; }],
];

export function setUpTexts(page) {
  const texts = JSON.parse(page.find("#texts").dataset.texts);
  const select = page.find("#language");
  const wanted = [kept("language"), ...navigator.languages.map((name) => name.split("-")[0])];
  select.value = wanted.find((name) => Object.hasOwn(texts, name)) ?? "en";

  page.language = () => select.value;
  page.say = (name, fields = {}) =>
    texts[select.value][name].replace(/\{(\w+)\}/g, (whole, field) => fields[field] ?? whole);
  // Whatever is named below an element is written there.
  page.write = (root) => {
    for (const [attribute, put] of WRITTEN) {
      for (const element of root.querySelectorAll(`[${attribute}]`)) {
        put(element, page.say(element.getAttribute(attribute)));
      }
    }
    return root;
  };
  const show = () => {
    document.documentElement.lang = select.value;
    page.element.lang = select.value;
    page.write(page.element);
  };
  select.addEventListener("change", () => {
    keep("language", select.value);
    show();
    page.events.dispatchEvent(new Event("language"));
  });
  show();
}

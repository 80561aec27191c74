// Light or dark: as the system has it, or as the reader chose.
import { keep, kept } from "./kept.js";

export function setUpTheme(page) {
  const select = page.find("#theme");
  const show = (theme) => { document.documentElement.dataset.theme = theme; };
  const known = [...select.options].map((option) => option.value);
  const chosen = kept("theme");
  select.value = known.includes(chosen) ? chosen : "";
  show(select.value);
  select.addEventListener("change", () => {
    keep("theme", select.value);
    show(select.value);
  });
}

// Dialogs: a button opens one, Escape, its own button or a click beside it closes it.
export function setUpDialogs(page) {
  for (const name of ["history", "settings", "filter"]) {
    const dialog = page.find(`#${name}`);
    page.find(`#show-${name}`).addEventListener("click", () => {
      dialog.dispatchEvent(new Event("opening"));
      dialog.showModal();
    });
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
}

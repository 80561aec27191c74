// Short messages: for a screen reader, and for the eye.
const SHOWN = 2500; // milliseconds

export function setUpNotices(page) {
  const status = page.find("#status");
  const toast = page.find("#toast");
  let hiding;
  // Said by a screen reader, even where it says the same as before.
  page.announce = (text) => {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50);
  };
  page.notify = (text) => {
    page.announce(text);
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { toast.hidden = true; }, SHOWN);
  };
}

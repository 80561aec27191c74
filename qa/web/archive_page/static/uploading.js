// Files that are dropped or chosen are sent, and what becomes of each is told. Whatever is told is
// written as text: names of files and messages may hold anything.
const section = document.getElementById("add");
const { root, texts } = section.dataset;
const said = JSON.parse(texts);
const drop = section.querySelector(".drop");
const input = section.querySelector("input");
const list = document.getElementById("files");
const status = section.querySelector("[role=status]");
const EVERY_MS = 400;

const say = (name, fields = {}) =>
  said[name].replace(/\{(\w+)\}/g, (whole, field) => fields[field] ?? whole);

// What is shown of one file.
const show = (file) => {
  const line = document.createElement("li");
  const name = document.createElement("bdi");
  const bar = document.createElement("progress");
  const told = document.createElement("p");
  name.textContent = file.name;
  told.className = "said";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  line.append(name, bar, told);
  list.prepend(line);
  return { line, name, bar, told, done: false };
};

const going = (shown, text, share) => {
  if (shown.told.textContent !== text) shown.told.textContent = text;
  if (share === undefined) shown.bar.removeAttribute("value");
  else shown.bar.value = share;
};

const ended = (shown, text, failed) => {
  shown.done = true;
  shown.bar.hidden = true;
  shown.told.textContent = text;
  shown.line.classList.toggle("failed", failed);
  status.textContent = `${shown.name.textContent}: ${text}`;
};

const taken = (shown, file) => {
  const [first] = file.articles;
  const count = file.articles.length;
  const text = count === 1 ? say("taken_one") : say("taken", { count });
  ended(shown, file.message ? `${text} (${file.message})` : text, false);
  document.getElementById("refresh").hidden = false;
  if (count !== 1) return;
  const link = document.createElement("a");
  link.href = `${root}/?${new URLSearchParams({ article: first })}`;
  link.textContent = shown.name.textContent;
  link.setAttribute("aria-label", say("open", { title: shown.name.textContent }));
  shown.name.replaceChildren(link);
};

const follow = (job, all) => {
  job.files.forEach((file, number) => {
    const shown = all[number];
    if (shown.done) return;
    if (file.state === "done") taken(shown, file);
    else if (file.state === "failed") ended(shown, say("failed", { reason: file.message }), true);
    else if (file.state === "running") going(shown, say("running"));
    else going(shown, say("waiting"), 0);
  });
};

const failed = (all, reason) => {
  for (const shown of all) if (!shown.done) ended(shown, say("failed", { reason }), true);
};

const reasonOf = (content) => content?.detail ?? content?.title ?? say("interrupted");

const watch = async (id, all) => {
  while (!all.every((shown) => shown.done)) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const response = await fetch(`${root}/v1/jobs/${encodeURIComponent(id)}`);
    const content = await response.json();
    if (!response.ok) throw new Error(reasonOf(content));
    follow(content, all);
  }
};

const send = (files) => {
  if (!files.length) return;
  const all = [...files].map(show);
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  const request = new XMLHttpRequest(); // fetch tells nothing of how much has been sent
  request.open("POST", `${root}/v1/articles`);
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const share = total ? loaded / total : 0;
    const text = say("uploading", { percent: Math.floor(100 * share) });
    for (const shown of all) going(shown, text, share);
  });
  request.addEventListener("error", () => failed(all, say("interrupted")));
  request.addEventListener("load", () => {
    const job = request.response;
    if (request.status !== 202 || !job) {
      failed(all, reasonOf(job));
      return;
    }
    follow(job, all);
    watch(job.id, all).catch((error) =>
      failed(all, error instanceof TypeError ? say("interrupted") : error.message));
  });
  request.send(form);
};

input.addEventListener("change", () => {
  send(input.files);
  input.value = "";
});
// Dropped beside the field, a file would be opened in place of this page.
for (const kind of ["dragover", "drop"]) {
  window.addEventListener(kind, (event) => event.preventDefault());
}
drop.addEventListener("dragover", () => drop.classList.add("over"));
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  send(event.dataTransfer.files);
});
section.hidden = false;
document.querySelector(".to-add").hidden = false;

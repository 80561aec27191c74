// Citation numbers in the conversation and cards in the panel open an article at its quote.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-article]");
  if (button) {
    const { article, start, end } = button.dataset;
    trigger("select", { article, start: Number(start), end: Number(end) });
  }
});
element.addEventListener("click", (event) => {
  if (event.target.closest("button.back")) trigger("clear");
});
watch("value", () => {
  const mark = element.querySelector("mark.current");
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  } else {
    element.closest(".html-container").scrollTop = 0;
  }
});

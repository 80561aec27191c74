// The page, put together. Each module sets up one part of it, on what the parts share.
import { setUpAddress } from "./address.js";
import { setUpAsking } from "./asking.js";
import { setUpDialogs } from "./dialogs.js";
import { setUpFilters } from "./filters.js";
import { setUpGists } from "./gists.js";
import { setUpHistory } from "./history.js";
import { setUpNotices } from "./notices.js";
import { setUpPanel } from "./panel.js";
import { setUpPeek } from "./peek.js";
import { setUpSuggestions } from "./suggestions.js";
import { setUpTexts } from "./texts.js";
import { setUpTheme } from "./theme.js";
import { setUpTools } from "./tools.js";
import { setUpTurns } from "./turns.js";

// element: holds all of it; server: its calls, by name.
export function start({ element, server }) {
  // Gradio gives nothing where a call failed; the server may just have been replaced by another one.
  const answering = (call) => async (sent) => {
    const reply = await call(sent) ?? await call(sent);
    if (reply === undefined) throw new Error("the server did not answer");
    return reply;
  };
  const calls = Object.fromEntries(
    Object.entries(server).map(([name, call]) => [name, answering(call)]));
  // The page has landmarks of its own; what Gradio puts around them is none.
  element.closest("main")?.setAttribute("role", "presentation");
  const find = (selector) => element.querySelector(selector);
  const page = { element, find, server: calls, events: new EventTarget() };
  for (const setUp of [
    setUpTheme, setUpTexts, setUpNotices, setUpAddress, setUpDialogs, setUpFilters, setUpTurns,
    setUpPanel, setUpPeek, setUpGists, setUpAsking, setUpSuggestions, setUpTools, setUpHistory,
  ]) setUp(page);
  element.classList.add("ready");
  page.arrive();
}

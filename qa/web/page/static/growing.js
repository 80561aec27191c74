// A question goes to the server, and its answer comes back in the same response, as it grows.
const SILENT = 30_000; // milliseconds: while it answers, the server says every ten seconds that it is there
const GATEWAY = [502, 504]; // what a proxy says of a server that is not there

// The server was there, and gave no answer; its message is for the reader, where there is one.
export class Refused extends Error {}

// Each step of the answer. halting: its signal ends all of it; so does silence.
export async function* growing(sent, halting) {
  const response = await fetch(new URL("page/ask", document.baseURI), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(sent),
    signal: halting.signal,
  });
  if (GATEWAY.includes(response.status)) throw new Error("nobody answers");
  if (!response.ok) throw new Refused(await reason(response));
  for await (const line of lines(response.body, halting)) {
    if (!line.startsWith("data: ")) continue;
    const step = JSON.parse(line.slice("data: ".length));
    if (step.failed) throw new Refused();
    yield step;
    if (step.answer) return;
  }
  throw new Error("it broke off");
}

async function reason(response) {
  if (response.status !== 429) return "";
  const { detail } = await response.json().catch(() => ({}));
  return detail ?? "";
}

async function* lines(body, halting) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let silence;
  let text = "";
  try {
    for (;;) {
      silence = setTimeout(() => halting.abort(), SILENT);
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done) return;
      const read = (text + value).split("\n");
      text = read.pop();
      yield* read;
    }
  } finally {
    clearTimeout(silence);
    reader.cancel().catch(() => {}); // it has ended already
  }
}

// The page: reads the form, asks the API, shows abstracts as they get ready.
import { GLOSSARIES, PROBLEMS, TEXTS, WARNINGS } from "./texts.js";
import { fileOf, save } from "./files.js";

const $ = (id) => document.getElementById(id);
const HTML_LANG = { en: "en", kk: "kk", ru: "ru", zh: "zh-Hans" };
const AUTONYMS = { en: "English", kk: "қазақ тілі", ru: "русский", zh: "中文" };
let language = "en";
const LENGTH = /^([1-9]\d{0,8}w?|([1-9]\d?|100)%)$/i;
let digest = null;
let running = null;
let longest = Infinity;
// the sentence that is pointed at, and the one that has the focus
let pointed = null, focused = null;

// ---- words of the page

const number = (n) => n.toLocaleString(HTML_LANG[language]);
const say = (key, values = {}) => TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

function speak(code) {
  language = code in TEXTS ? code : "en";
  document.documentElement.lang = HTML_LANG[language];
  $("interface").value = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const button of document.querySelectorAll(".remove")) button.setAttribute("aria-label", say("removeTerm"));
  for (const button of document.querySelectorAll("[data-download]"))
    button.setAttribute("aria-label", `${say("download")}: ${button.dataset.download}`);
  for (const element of document.querySelectorAll("[data-number]")) element.textContent = number(Number(element.dataset.number));
  $("cards").replaceChildren();
  pointed = focused = null;
  light();
  for (const abstract of digest?.abstracts ?? []) draw(abstract);
  complain();
  $("status").textContent = "";
  count();
}

const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };

function colour(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  $("theme").value = theme;
}

const lengthOf = (text) => [...text].length;
const count = () => {
  const n = lengthOf($("text").value);
  $("text-count").textContent = say("characters", { n: number(n), max: number(longest) });
  $("text-count").classList.toggle("over", n > longest);
};

/** Show what is wrong: a sentence, or a problem of the service in the words of the page. Nothing: all is well. */
function complain(fault = "") {
  if (typeof fault === "string") { $("error").textContent = fault; return; }
  const words = PROBLEMS[language][fault.slug] ?? PROBLEMS[language].other;
  const [before, after] = words.split("{detail}");
  const detail = document.createElement("span");
  detail.lang = "en"; // the service speaks English
  detail.textContent = fault.message;
  $("error").replaceChildren(before, ...(after === undefined ? [] : [detail, after]), fault.wait ? ` ${say("retry", { n: fault.wait })}` : "");
}

const failed = (error) => {
  $("status").textContent = "";
  complain(error instanceof TypeError ? say("offline") : error);
};

// ---- the API

function headers(more = {}) {
  const key = $("key").value.trim();
  return key ? { ...more, "X-API-Key": key } : more;
}

function problem(body, wait = null) {
  const slug = body.type?.split(":").pop();
  return Object.assign(new Error(body.detail ?? body.title), { slug, wait });
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({ title: `${response.status} ${response.statusText}` })); // a proxy's page
  return problem(body, response.headers.get("Retry-After"));
}

async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      if (block.startsWith(":")) continue; // only a sign of life
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s)));
      yield [fields.event, JSON.parse(fields.data)];
    }
  }
}

/** What the form asks for; null where something is missing, which is then said. */
function asked() {
  const ticked = (name) => [...document.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
  const missing = (words, element) => { complain(words); element?.focus(); return null; };
  const text = $("text").value;
  if (!text.trim()) return missing(say("needText"), $("text"));
  if (lengthOf(text) > longest)
    return missing(say("tooLong", { n: number(lengthOf(text)), max: number(longest) }), $("text"));
  const own = $("own-length").value.trim();
  if (own && !LENGTH.test(own)) return missing(say("ownHelp"), $("own-length"));
  const lengths = own ? [...ticked("length"), own] : ticked("length");
  const languages = ticked("language");
  if (!lengths.length || !languages.length)
    return missing(say("needChoice"), document.querySelector(`[name=${lengths.length ? "language" : "length"}]`));
  const terms = [];
  for (const row of document.querySelectorAll("#terms tbody tr")) {
    const cell = (name) => row.querySelector(`[name="${name}"]`).value.trim();
    const targets = Object.fromEntries(["kk", "ru", "zh"].map((c) => [c, cell(c)]).filter(([, target]) => target));
    const source = cell("source");
    if (source && Object.keys(targets).length) terms.push({ source, targets });
    else if (source || Object.keys(targets).length) {
      $("terms").open = true;
      return missing(say("needTerm"), row.querySelector(source ? "[name=kk]" : "[name=source]"));
    }
  }
  // where there is no list to choose from, the server's default holds
  const glossaries = document.querySelector("[name=glossary]") ? ticked("glossary") : undefined;
  return { text, lengths, languages, glossaries, terms };
}

async function run() {
  complain();
  const body = asked();
  if (!body) return;
  running?.abort();
  running = new AbortController();
  busy(true);
  const all = new Set(body.lengths).size * body.languages.length;
  let done = false;
  try {
    const response = await fetch("v1/digests", {
      method: "POST", signal: running.signal, body: JSON.stringify(body),
      headers: headers({ "Content-Type": "application/json", Accept: "text/event-stream" }),
    });
    if (!response.ok) throw await problemOf(response);
    for await (const [name, data] of events(response)) {
      if (name === "digest") begin(data);
      else if (name === "abstract") {
        add(data);
        $("status").textContent = say("progress", { n: digest.abstracts.length, all });
      } else if (name === "problem") throw problem(data);
      else if (name === "done") done = true;
    }
    if (!done) throw new TypeError("the stream ended before its time");
    $("status").textContent = say("done", { n: all });
  } catch (error) {
    if (error.name === "AbortError") $("status").textContent = say("stopped");
    else failed(error);
  } finally {
    busy(false);
  }
}

function busy(yes) {
  $("go").disabled = yes;
  $("stop").hidden = !yes;
  if (yes) $("status").textContent = say("working");
}

async function open(files) {
  complain();
  $("status").textContent = say("reading");
  try {
    const form = new FormData();
    form.append("file", files[0]);
    const response = await fetch("v1/articles", { method: "POST", body: form, headers: headers() });
    if (!response.ok) throw await problemOf(response);
    $("text").value = (await response.json()).text;
    count();
    $("status").textContent = files.length > 1 ? say("oneFile", { n: files.length }) : "";
  } catch (error) {
    failed(error);
  }
}

// ---- what comes back

function begin(data) {
  digest = { ...data, abstracts: [] };
  pointed = focused = null;
  light();
  $("cards").replaceChildren();
  $("source-text").textContent = data.source;
  $("source-text").lang = HTML_LANG[data.language];
  $("results").hidden = document.querySelector(".skip").hidden = false;
  $("results").scrollIntoView({ block: "start" });
}

function add(abstract) {
  digest.abstracts.push(abstract);
  draw(abstract);
  markSource();
}

const heading = (abstract) => {
  const length = ["short", "long"].includes(abstract.length) ? say(abstract.length) : abstract.length;
  return `${AUTONYMS[abstract.language]} · ${length}`;
};

/** The note and the warnings in the language of the page, each once. */
function warningsOf(abstract) {
  const note = abstract.note ? [{ kind: abstract.note_kind, subject: abstract.note }] : [];
  const words = WARNINGS[language];
  return [...new Set([...note, ...abstract.issues].map(
    (issue) => (words[issue.kind] ?? words.other).replace("{subject}", () => issue.subject)))];
}

function items(lines) {
  return lines.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
}

/** The abstracts of one length stand beside each other. */
function rowOf(length) {
  const found = [...$("cards").children].find((row) => row.dataset.length === length);
  if (found) return found;
  const row = document.createElement("div");
  row.className = "row";
  row.dataset.length = length;
  $("cards").append(row);
  return row;
}

function draw(abstract) {
  const card = $("card").content.cloneNode(true).firstElementChild;
  const part = (name) => card.querySelector(name);
  const id = `card-${digest.abstracts.indexOf(abstract)}`;
  part("h3").id = id;
  card.setAttribute("aria-labelledby", id);
  part("h3").textContent = heading(abstract);
  part(".meta").textContent = say("words", { n: number(abstract.words) });
  part(".headline").lang = part(".abstract").lang = HTML_LANG[abstract.language];
  part(".headline").textContent = abstract.title ?? "";
  const glue = abstract.language === "zh" ? "" : " ";
  abstract.segments.forEach((segment, i) => part(".abstract").append(i ? glue : "", shown(segment)));
  part(".warnings").replaceChildren(...items(warningsOf(abstract)));
  const copy = part(".copy");
  copy.id = `${id}-copy`;
  copy.setAttribute("aria-labelledby", `${copy.id} ${id}`);
  copy.textContent = say("copy");
  copy.addEventListener("click", async () => {
    if (!(await toClipboard(abstract.text))) return;
    copy.textContent = $("status").textContent = say("copied");
    setTimeout(() => { copy.textContent = say("copy"); }, 2000);
  });
  rowOf(abstract.length).append(card);
}

/** Whether it worked: over plain HTTP from another machine browsers have no clipboard object. */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const back = document.activeElement;
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    back?.focus();
    return done;
  }
}

const glossaryName = (id) => (id === "request" ? say("ownTerm") : GLOSSARIES[language][id] ?? id);
const termLine = (term) => say("termIs", { ...term, glossary: glossaryName(term.glossary) });

/** A sentence with its terms marked. Offsets count code points, as Python does. */
function shown(segment) {
  const span = document.createElement("span");
  span.className = "segment";
  span.tabIndex = 0;
  const points = [...segment.target];
  let at = 0;
  for (const term of [...segment.terms].sort((a, b) => a.target_start - b.target_start)) {
    if (term.target_start < at) continue;
    const mark = document.createElement("mark");
    mark.textContent = points.slice(term.target_start, term.target_end).join("");
    mark.title = termLine(term);
    span.append(points.slice(at, term.target_start).join(""), mark);
    at = term.target_end;
  }
  span.append(points.slice(at).join(""));
  span.addEventListener("mouseenter", () => { pointed = segment; light(); });
  span.addEventListener("mouseleave", () => { pointed = null; light(); });
  span.addEventListener("focus", () => { focused = segment; light(); });
  span.addEventListener("blur", () => { focused = null; light(); });
  return span;
}

/** Show the source and the terms of the sentence that is pointed at, or else has the focus. */
function light() {
  const segment = pointed ?? focused;
  document.querySelector("#source-text .lit")?.classList.remove("lit");
  const source = segment && document.querySelector(`#source-text [data-start="${segment.start}"]`);
  $("heard").textContent = source ? say("sourceIs", { source: source.textContent }) : "";
  $("detail").replaceChildren(...items((segment?.terms ?? []).map(termLine)));
  if (!source) return;
  source.classList.add("lit");
  const box = $("source-text");
  box.scrollTop = source.offsetTop - box.offsetTop - box.clientHeight / 6;
}

function markSource() {
  const points = [...digest.source];
  const spans = new Map(digest.abstracts.flatMap((a) => a.segments.map((s) => [s.start, s.end])));
  const pieces = [];
  let at = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    const span = document.createElement("span");
    span.className = "used";
    span.dataset.start = start;
    span.textContent = points.slice(start, end).join("");
    pieces.push(points.slice(at, start).join(""), span);
    at = end;
  }
  $("source-text").replaceChildren(...pieces, points.slice(at).join(""));
  light();
}

// ---- the form

function addTerm() {
  const row = $("term").content.cloneNode(true).firstElementChild;
  for (const input of row.querySelectorAll("input"))
    input.setAttribute("aria-label", input.name === "source" ? "English" : AUTONYMS[input.name]);
  const remove = row.querySelector(".remove");
  remove.setAttribute("aria-label", say("removeTerm"));
  remove.addEventListener("click", () => { row.remove(); $("add-term").focus(); });
  document.querySelector("#terms tbody").append(row);
  return row;
}

async function glossaries() {
  const response = await fetch("v1/glossaries", { headers: headers() });
  if (!response.ok) return;
  const rows = await response.json();
  const choices = [...rows.filter((row) => !row.shipped), rows.find((row) => row.id === "default")]; // by priority
  $("glossaries").replaceChildren(...choices.map((row) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "glossary", value: row.id });
    const text = document.createElement("span");
    if (row.id === "default") { box.checked = true; text.dataset.text = "defaultGlossary"; text.textContent = say("defaultGlossary"); }
    else text.textContent = row.name;
    const wrap = document.createElement("label");
    const size = Object.assign(document.createElement("span"), { className: "size", textContent: number(row.size) });
    size.dataset.number = row.size;
    wrap.append(box, text, size);
    return wrap;
  }));
}

$("form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
$("stop").addEventListener("click", () => running?.abort());
$("interface").addEventListener("change", (event) => { speak(event.target.value); remember("interface", language); });
$("theme").addEventListener("change", (event) => { colour(event.target.value); remember("theme", event.target.value); });
$("text").addEventListener("input", count);
$("file").addEventListener("change", (event) => {
  if (event.target.files.length) open([...event.target.files]);
  event.target.value = ""; // so that the same file can be opened again
});
$("add-term").addEventListener("click", () => addTerm().querySelector("input").focus());
$("key").addEventListener("change", glossaries);
for (const name of ["dragover", "dragleave", "drop"])
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault(); // a file beside the field must not replace the page
    $("text").classList.toggle("over", name === "dragover");
    if (name === "drop") open([...event.dataTransfer.files]);
  });
for (const button of document.querySelectorAll("[data-download]"))
  button.addEventListener("click", () => save(fileOf(digest, button.dataset.download, heading), `abstracts.${button.dataset.download}`));

addTerm();
colour(remembered("theme") ?? "");
speak(remembered("interface") ?? navigator.language.slice(0, 2));
try {
  const settings = await (await fetch("frontend/settings")).json();
  $("key-row").hidden = !settings.keyRequired;
  longest = settings.charLimit;
  count();
  await glossaries();
} catch (error) {
  failed(error);
}
document.documentElement.dataset.ready = "";

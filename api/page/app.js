// The page: reads the form, asks the API, shows abstracts as they get ready.
import { TEXTS, WARNINGS } from "./texts.js";
import { fileOf, save } from "./files.js";

const $ = (id) => document.getElementById(id);
const HTML_LANG = { en: "en", kk: "kk", ru: "ru", zh: "zh-Hans" };
const AUTONYMS = { en: "English", kk: "қазақ тілі", ru: "русский", zh: "中文" };
let language = "en";
let digest = null;
let running = null;

// ---- words of the page

const say = (key, values = {}) => TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

function speak(code) {
  language = code in TEXTS ? code : "en";
  document.documentElement.lang = HTML_LANG[language];
  $("interface").value = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  $("own-length").setAttribute("aria-label", say("ownHelp"));
  $("own-length").title = say("ownHelp");
  for (const button of document.querySelectorAll(".remove")) button.setAttribute("aria-label", say("removeTerm"));
  for (const button of document.querySelectorAll(".copy")) button.textContent = say("copy");
  const all = document.querySelector("#glossaries [data-all]");
  if (all) all.textContent = say("defaultGlossary");
  for (const button of document.querySelectorAll("[data-download]"))
    button.setAttribute("aria-label", `${say("download")}: ${button.dataset.download}`);
  if (digest) for (const [i, card] of [...$("cards").children].entries()) label(card, digest.abstracts[i]);
  count();
}

const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };

function colour(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  $("theme").value = theme;
}

const count = () => { $("text-count").textContent = say("characters", { n: [...$("text").value].length }); };

// ---- the API

function headers(more = {}) {
  const key = $("key").value.trim();
  return key ? { ...more, "X-API-Key": key } : more;
}

async function problemOf(response) {
  let detail = `${response.status}`;
  try {
    const found = await response.json();
    detail = found.detail ?? found.title ?? detail;
  } catch { /* not JSON */ }
  const wait = response.headers.get("Retry-After");
  return new Error(wait ? `${detail} ${say("retry", { n: wait })}` : detail);
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

function asked() {
  const ticked = (name) => [...document.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
  const own = $("own-length").value.trim();
  const terms = [...document.querySelectorAll("#terms tbody tr")].flatMap((row) => {
    const cell = (name) => row.querySelector(`[name="${name}"]`).value.trim();
    const targets = Object.fromEntries(["kk", "ru", "zh"].map((c) => [c, cell(c)]).filter(([, text]) => text));
    return cell("source") && Object.keys(targets).length ? [{ source: cell("source"), targets }] : [];
  });
  return {
    text: $("text").value,
    lengths: own ? [...ticked("length"), own] : ticked("length"),
    languages: ticked("language"),
    // before a key is given there is no list to choose from: the server's default holds
    glossaries: document.querySelector("[name=glossary]") ? ticked("glossary") : undefined,
    terms,
  };
}

async function run() {
  const body = asked();
  $("error").textContent = "";
  if (!body.text.trim()) { $("error").textContent = say("needText"); $("text").focus(); return; }
  if (!body.lengths.length || !body.languages.length) { $("error").textContent = say("needChoice"); return; }
  running?.abort();
  running = new AbortController();
  busy(true);
  try {
    const response = await fetch("v1/digests", {
      method: "POST", signal: running.signal, body: JSON.stringify(body),
      headers: headers({ "Content-Type": "application/json", Accept: "text/event-stream" }),
    });
    if (!response.ok) throw await problemOf(response);
    for await (const [name, data] of events(response)) {
      if (name === "digest") begin(data);
      else if (name === "abstract") add(data);
      else if (name === "problem") throw new Error(data.detail ?? data.title);
      else if (name === "done") $("status").textContent = say("done", { n: digest.abstracts.length });
    }
  } catch (error) {
    if (error.name === "AbortError") $("status").textContent = say("stopped");
    else {
      $("status").textContent = "";
      $("error").textContent = error instanceof TypeError ? say("offline") : error.message;
    }
  } finally {
    busy(false);
  }
}

function busy(yes) {
  $("go").disabled = yes;
  $("stop").hidden = !yes;
  if (yes) $("status").textContent = say("working");
}

async function open(file) {
  $("error").textContent = "";
  $("status").textContent = say("reading");
  try {
    const form = new FormData();
    form.append("file", file);
    const response = await fetch("v1/articles", { method: "POST", body: form, headers: headers() });
    if (!response.ok) throw await problemOf(response);
    $("text").value = (await response.json()).text;
    count();
    $("status").textContent = "";
  } catch (error) {
    $("status").textContent = "";
    $("error").textContent = error instanceof TypeError ? say("offline") : error.message;
  }
}

// ---- what comes back

function begin(data) {
  digest = { ...data, abstracts: [] };
  $("cards").replaceChildren();
  $("source-text").textContent = data.source;
  $("source-text").lang = HTML_LANG[data.language];
  $("results").hidden = false;
  $("results").scrollIntoView({ block: "start" });
}

const heading = (abstract) => {
  const length = ["short", "long"].includes(abstract.length) ? say(abstract.length) : abstract.length;
  return `${AUTONYMS[abstract.language]} · ${length}`;
};

function label(card, abstract) {
  card.querySelector("h3").textContent = heading(abstract);
  card.querySelector(".meta").textContent = say("words", { n: abstract.words });
  card.querySelector(".warnings").replaceChildren(...warningsOf(abstract).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
}

/** The note and the warnings in the language of the page, each once. */
function warningsOf(abstract) {
  const note = abstract.note ? [{ kind: abstract.note_kind, subject: abstract.note }] : [];
  const words = WARNINGS[language];
  return [...new Set([...note, ...abstract.issues].map(
    (issue) => (words[issue.kind] ?? words.other).replace("{subject}", () => issue.subject)))];
}

function add(abstract) {
  digest.abstracts.push(abstract);
  const card = $("card").content.cloneNode(true).firstElementChild;
  label(card, abstract);
  const code = HTML_LANG[abstract.language];
  card.querySelector("h3").id = `card-${digest.abstracts.length}`;
  card.setAttribute("aria-labelledby", `card-${digest.abstracts.length}`);
  card.querySelector(".headline").lang = card.querySelector(".abstract").lang = code;
  card.querySelector(".headline").textContent = abstract.title ?? "";
  const glue = abstract.language === "zh" ? "" : " ";
  abstract.segments.forEach((segment, i) => card.querySelector(".abstract").append(i ? glue : "", shown(segment)));
  const copy = card.querySelector(".copy");
  copy.textContent = say("copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(abstract.text);
    copy.textContent = say("copied");
    setTimeout(() => { copy.textContent = say("copy"); }, 2000);
  });
  $("cards").append(card);
  markSource();
}

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
    mark.title = say("termIs", term);
    span.append(points.slice(at, term.target_start).join(""), mark);
    at = term.target_end;
  }
  span.append(points.slice(at).join(""));
  const light = (on) => () => lit(segment, on);
  for (const name of ["mouseenter", "focus"]) span.addEventListener(name, light(true));
  for (const name of ["mouseleave", "blur"]) span.addEventListener(name, light(false));
  return span;
}

function lit(segment, on) {
  const source = document.querySelector(`#source-text [data-start="${segment.start}"]`);
  source?.classList.toggle("lit", on);
  if (on && source) {
    const box = $("source-text");
    box.scrollTop = source.offsetTop - box.offsetTop - box.clientHeight / 3;
  }
  if (on) $("detail").replaceChildren(...segment.terms.map((term) => {
    const item = document.createElement("li");
    item.textContent = say("termIs", term);
    return item;
  }));
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
  const rows = (await response.json()).filter((row) => row.id === "default" || !row.shipped);
  $("glossaries").replaceChildren(...rows.map((row) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "glossary", value: row.id });
    const text = document.createElement("span");
    if (row.id === "default") { box.checked = true; text.dataset.all = ""; text.textContent = say("defaultGlossary"); }
    else text.textContent = row.name;
    const wrap = document.createElement("label");
    wrap.append(box, text, ` (${row.size})`);
    return wrap;
  }).reverse());
}

$("form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
$("stop").addEventListener("click", () => running?.abort());
$("interface").addEventListener("change", (event) => { speak(event.target.value); remember("interface", language); });
$("theme").addEventListener("change", (event) => { colour(event.target.value); remember("theme", event.target.value); });
$("text").addEventListener("input", count);
$("file").addEventListener("change", (event) => { if (event.target.files[0]) open(event.target.files[0]); });
$("add-term").addEventListener("click", () => addTerm().querySelector("input").focus());
$("key").addEventListener("change", glossaries);
for (const name of ["dragover", "dragleave", "drop"])
  $("text").addEventListener(name, (event) => {
    event.preventDefault();
    event.currentTarget.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files[0]) open(event.dataTransfer.files[0]);
    else if (name === "drop") { $("text").value = event.dataTransfer.getData("text"); count(); }
  });
for (const button of document.querySelectorAll("[data-download]"))
  button.addEventListener("click", () => save(fileOf(digest, button.dataset.download, heading), `abstracts.${button.dataset.download}`));

addTerm();
colour(remembered("theme") ?? "");
speak(remembered("interface") ?? navigator.language.slice(0, 2));
const settings = await (await fetch("frontend/settings")).json();
$("key-row").hidden = !settings.keyRequired;
$("text").maxLength = settings.charLimit;
await glossaries();
document.documentElement.dataset.ready = "";

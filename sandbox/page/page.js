"use strict";
// Cells are always set as text: what stands in the books is data, never markup.

const byId = (id) => document.getElementById(id);
const shown = {};

function element(tag, text = "", properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, properties);
}

async function call(method, name, body) {
  const answer = await fetch(name, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  return content;
}

/** Do something, show what went wrong, and draw everything anew. */
async function attempt(work) {
  byId("message").textContent = "";
  try {
    await work();
  } catch (problem) {
    byId("message").textContent = problem.message;
  }
  await draw();
}

function table(view) {
  const head = element("tr");
  view.columns.forEach((name, index) => head.append(element("th", name, { className: view.numbers[index] ? "number" : "" })));
  const rows = view.rows.map((cells) => {
    const row = element("tr");
    cells.forEach((cell, index) => row.append(element("td", cell, { className: view.numbers[index] ? "number" : "" })));
    return row;
  });
  const drawn = element("table");
  const [top, body] = [element("thead"), element("tbody")];
  top.append(head);
  body.append(...rows);
  drawn.append(top, body);
  return drawn;
}

async function drawView(side) {
  const choice = shown[side.service];
  const query = new URLSearchParams({ service: side.service, of: choice.of, view: choice.view, search: choice.search });
  const view = await call("GET", `view?${query}`);
  const box = byId(`${side.service}-table`);
  box.replaceChildren(table(view));
  box.setAttribute("aria-label", choice.view);
  const some = view.rows.length < view.total ? `first ${view.rows.length} of ` : "";
  byId(`${side.service}-count`).textContent = `${some}${view.total} rows`;
}

function drawSide(side) {
  const choice = (shown[side.service] ??= { of: side.of[0] ?? "", view: side.views[0], search: "" });
  if (!side.of.includes(choice.of)) choice.of = side.of[0] ?? "";
  let section = byId(side.service);
  if (!section) {
    section = element("section", "", { id: side.service });
    byId("sides").append(section);
  }
  const pick = element("select", "", { ariaLabel: `${side.title} administration` });
  side.of.forEach((name) => pick.append(element("option", name, { selected: name === choice.of })));
  pick.onchange = () => { choice.of = pick.value; drawView(side); };
  const title = element("div", "", { className: "bar" });
  title.append(element("h2", side.title), pick);
  const tabs = element("div", "", { className: "bar", role: "tablist" });
  side.views.forEach((name) => {
    const tab = element("button", name, { role: "tab", ariaSelected: String(name === choice.view) });
    tab.onclick = () => { choice.view = name; drawSide(side); };
    tabs.append(tab);
  });
  const search = element("input", "", { type: "search", placeholder: "search", value: choice.search, ariaLabel: `Search ${side.title}` });
  search.oninput = () => { choice.search = search.value; drawView(side); };
  tabs.append(search, element("span", "", { id: `${side.service}-count`, className: "count" }));
  section.replaceChildren(title, tabs, element("div", "", { id: `${side.service}-table`, className: "scroll", tabIndex: 0, role: "region" }));
  return drawView(side);
}

function drawSwitch(option) {
  const row = element("tr", "", { className: option.value === option.default ? "" : "changed" });
  const input = option.allowed.length ? element("select") : element("input", "", { value: String(option.value), size: 14 });
  option.allowed.forEach((name) => input.append(element("option", name, { selected: name === String(option.value) })));
  input.ariaLabel = option.name;
  input.onchange = () => attempt(() => call("POST", "settings", { [option.name]: typed(input.value, option.default) }));
  const cell = element("td");
  cell.append(input);
  row.append(element("th", option.name, { scope: "row" }), cell);
  row.append(element("td", `${option.doc} (${option.source})`, { className: "wrap" }), element("td", String(option.default)));
  return row;
}

/** The text of a field in the type of the switch. */
function typed(text, example) {
  if (typeof example === "boolean") return text === "true";
  return typeof example === "number" ? Number(text) : text;
}

function fill(list, names) {
  if (list.childElementCount !== names.length) list.replaceChildren(...names.map((name) => element("option", name)));
}

/** What somebody is typing stays. */
function refill(input, value) {
  if (document.activeElement !== input) input.value = value;
}

async function draw() {
  const now = await call("GET", "overview");
  fill(byId("datasets"), now.datasets);
  fill(byId("kinds"), now.kinds);
  refill(byId("reset").elements.dataset, now.dataset);
  refill(byId("clock").elements.now, now.clock.fixed ? now.clock.now : "");
  byId("counts").textContent = `${now.requests.total} calls, ${now.requests.writes.wefact} writes to WeFact, ${now.requests.writes.multivers} to Multivers`;
  byId("faults").replaceChildren(...now.faults.map((fault) => element("li", `${fault.match}: ${fault.kind}, ${fault.when}, ${fault.times} times`)));
  if (!now.faults.length) byId("faults").append(element("li", "none", { className: "count" }));
  const actions = byId("action").elements.action;
  fill(actions, Object.keys(now.actions));
  actions.onchange = () => { byId("action-help").textContent = now.actions[actions.value]; };
  actions.onchange();
  byId("switches").tBodies[0].replaceChildren(...now.switches.map(drawSwitch));
  await Promise.all(now.sides.map(drawSide));
}

const fields = (form) => Object.fromEntries(new FormData(form));

byId("reset").onsubmit = (event) => {
  event.preventDefault();
  attempt(() => call("POST", "reset", fields(event.target)));
};
byId("clock").onsubmit = (event) => {
  event.preventDefault();
  attempt(() => call("POST", "clock", { now: fields(event.target).now || null }));
};
document.querySelectorAll("[data-advance]").forEach((button) => {
  button.onclick = () => attempt(() => call("POST", "clock", { advance: Number(button.dataset.advance) }));
});
byId("fault").onsubmit = (event) => {
  event.preventDefault();
  const { times, ...rest } = fields(event.target);
  attempt(() => call("POST", "faults", { ...rest, times: Number(times) }));
};
byId("clear-faults").onclick = () => attempt(() => call("DELETE", "faults"));
byId("action").onsubmit = (event) => {
  event.preventDefault();
  const wanted = fields(event.target);
  attempt(async () => {
    const answer = await call("POST", "actions", { ...JSON.parse(wanted.arguments || "{}"), action: wanted.action });
    byId("action-answer").textContent = JSON.stringify(answer, null, 2);
  });
};
byId("refresh").onclick = () => attempt(async () => {});
attempt(async () => {});

// Every page. A route is an address, or a function of the example archive's ids by the local
// names of its statements.json: world.entity.NAME, world.ref.NAME.
//
// status: of an answer that says no. isBrief: looked at in the light only, and not typed into; for
// pages whose form another line looks at already.

const today = new Date().toISOString().slice(0, 10);
const hostile = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const tables = ["events", "acts", "persons", "people", "groups", "places", "remains", "items", "sources", "interviews", "claims", "objects"];
const topics = ["first-day", "reading", "entering", "files", "inbox", "mapping", "near-texts", "searching", "lists", "log", "access", "keys"];

export const routes = [
  { path: "/" },
  { path: "/?as-of=2022-09-20" },
  { path: "/help" },
  ...topics.map((topic) => ({ path: `/help/${topic}`, isBrief: topic !== "reading" && topic !== "keys" })),
  { path: "/help/no-such-topic", status: 404 },
  { path: "/no-such-page", status: 404 },

  // Sheets: a people with counts, a place, two accounts that conflict, an allegation denied, a source.
  ...["p_izium_dead", "p_son_wife", "a31", "s1"].map((name) => ({ path: (w) => `/e/${w.entity[name]}` })),
  { path: (w) => `/e/${w.entity.p_izium_dead}?as-of=${today}` },
  { path: (w) => `/e/${w.entity.p_izium_dead}/history` },
  { path: (w) => `/e/${w.entity.s1}/text` },
  ...["c62", "q18"].map((name) => ({ path: (w) => `/s/${w.ref[name]}` })),
  { path: "/e/0000000000000000", status: 404 },
  { path: "/s/nonesuch.1", status: 404 },
  ...hostile.flatMap((n) => [
    { path: (w) => `/e/${w.entity[`x${n}_place`]}`, isBrief: true },
    { path: (w) => `/e/${w.entity[`x${n}_source`]}`, isBrief: true },
    { path: (w) => `/s/${w.ref[`x${n}_claim`]}`, isBrief: true },
    { path: (w) => `/s/${w.ref[`x${n}_passage`]}`, isBrief: true },
  ]),

  { path: (w) => `/s/${w.ref.z31}` }, // an assessment of three claims

  { path: "/enter" },
  { path: (world) => `/enter/passage?source=${world.entity.s1}` },
  { path: (world) => `/enter/violation?source=${world.entity.s1}` },
  { path: (world) => `/enter/claim?about=${world.entity.s1}` },
  { path: (world) => `/s/${world.ref.c01}/correct` },
  { path: (world) => `/s/${world.ref.c01}/assess` },
  { path: (world) => `/s/${world.ref.c01}/decide` },
  { path: (world) => `/s/${world.ref.c01}/withdraw` },

  // Files: a text with passages, a photograph, a table; and those that try to run.
  ...["account-report.txt", "places.csv"].map((name) => ({ path: (w) => w.links.objects[name] })),
  { path: (w) => Object.entries(w.links.objects).find(([name]) => name.endsWith(".png"))[1] },
  ...["page.html", "picture.svg", "text.txt", "table.csv"].map((name) => ({ path: (w) => w.links.objects[name], isBrief: true })),
  { path: (w) => Object.entries(w.links.objects).find(([name]) => name.startsWith("0 "))[1], isBrief: true },
  { path: (w) => `${w.links.objects["account-report.txt"]}/text` },
  { path: (w) => `${w.links.objects["text.txt"]}/text`, isBrief: true },
  { path: "/o/nonesuch.1", status: 404 },
  { path: "/upload" },

  { path: "/table/" },
  ...tables.map((name) => ({ path: `/table/${name}` })),
  { path: `/table/places?q=${encodeURIComponent("<script>")}` },
  { path: "/table/no-such-table", status: 404 },
  { path: "/lists" },
  { path: (w) => w.links.lists["Counts announced in the example case"] },
  { path: (w) => `${w.links.lists["Counts announced in the example case"]}/difference` },
  { path: "/find" },
  { path: "/find?q=Izium" },
  { path: "/find?kind=property" },
  { path: `/find?q=${encodeURIComponent(`"><script>window.__xss=1</script>`)}` },
  { path: "/log" },
  { path: "/log/verify" },
  { path: "/log/anchors" },
  { path: "/log/access" },

  { path: "/inbox" },
  { path: "/inbox?state=all&who=nobody" },
  { path: (w) => w.links.inbox["account-report.txt"] },
  { path: (w) => Object.entries(w.links.inbox).find(([name]) => name.startsWith("1 "))[1], isBrief: true },
  { path: (w) => w.links.inbox["account-nearer-bbc.txt"].replace("/inbox/", "/near/") },
  { path: "/import" },
  { path: (w) => w.links.import["places.csv"] },
  { path: (w) => `${w.links.import["table.csv"]}?preview=1` }, // its cells try to run
  { path: "/why?back=/" },
];

export const addressOf = (route, world) => typeof route.path === "function" ? route.path(world) : route.path;

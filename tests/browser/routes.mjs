// Every page. A route is an address, or a function of the example archive's ids by the local
// names of its statements.json: world.entity.NAME, world.ref.NAME.
//
// status: of an answer that says no. isBrief: looked at in one language and scheme only; for
// pages whose form another line looks at already.

const today = new Date().toISOString().slice(0, 10);
const hostile = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const topics = ["first-day", "reading", "entering", "files", "search", "lists", "log", "access", "keys"];

export const routes = [
  { path: "/" },
  { path: "/?as-of=2022-09-20" },
  { path: "/help" },
  ...topics.map((topic) => ({ path: `/help/${topic}` })),
  { path: "/help/no-such-topic", status: 404 },
  { path: "/no-such-page", status: 404 },

  // Sheets: a people with counts, a place, two accounts that conflict, an allegation denied, a source.
  ...["p_izium_dead", "p_son_wife", "a31", "s1"].map((name) => ({ path: (w) => `/e/${w.entity[name]}` })),
  { path: (w) => `/e/${w.entity.p_izium_dead}?as-of=${today}` },
  { path: (w) => `/e/${w.entity.p_izium_dead}/history` },
  ...["c62", "q18"].map((name) => ({ path: (w) => `/s/${w.ref[name]}` })),
  { path: "/e/0000000000000000", status: 404 },
  { path: "/s/nonesuch.1", status: 404 },
  ...hostile.flatMap((n) => [
    { path: (w) => `/e/${w.entity[`x${n}_place`]}`, isBrief: true },
    { path: (w) => `/e/${w.entity[`x${n}_source`]}`, isBrief: true },
    { path: (w) => `/s/${w.ref[`x${n}_claim`]}`, isBrief: true },
    { path: (w) => `/s/${w.ref[`x${n}_passage`]}`, isBrief: true },
  ]),

  { path: "/enter" },
  { path: (world) => `/enter/passage?source=${world.entity.s1}` },
  { path: (world) => `/enter/violation?source=${world.entity.s1}` },
  { path: (world) => `/enter/claim?about=${world.entity.s1}` },
  { path: (world) => `/s/${world.ref.c01}/correct` },
  { path: (world) => `/s/${world.ref.c01}/assess` },
  { path: (world) => `/s/${world.ref.c01}/decide` },
  { path: (world) => `/s/${world.ref.c01}/withdraw` },
];

export const addressOf = (route, world) => typeof route.path === "function" ? route.path(world) : route.path;

// Every page. A route is an address, or a function of the example archive's ids by the local
// names of its statements.json: world.entity.NAME, world.ref.NAME.
//
// is_error: the answer is a page that says no; then its status.

const topics = ["first-day", "reading", "entering", "files", "search", "lists", "log", "access", "keys"];

export const routes = [
  { path: "/" },
  { path: "/?as-of=2022-09-20" },
  { path: "/help" },
  ...topics.map((topic) => ({ path: `/help/${topic}` })),
  { path: "/help/no-such-topic", status: 404 },
  { path: "/no-such-page", status: 404 },
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

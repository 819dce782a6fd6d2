/** Ties list, search, tree and address together. */
class Viewer {
  constructor() {
    this.store = new TreeStore();
    this.search = new TextSearch(this.store);
    this.list = new TreeList(byId("rows"), byId("spacer"), summary => this.go(summary));
    this.terms = [];
    this.filters = new Set();
  }

  async start() {
    await this.store.open();
    this.offerFilters();
    this.listen();
    await this.find();
    await this.follow();
    document.documentElement.dataset.ready = "true";
    await this.search.read(this.store.trees.length - 1);
    document.documentElement.dataset.searchable = "true";
  }

  offerFilters() {
    const kinds = [["ties", "with ties"], ["branches", "with branches"], ["notes", "with notes"]];
    for (const [kind, label] of kinds) {
      const count = this.store.trees.filter(tree => tree[kind] > 0).length;
      if (!count) continue;
      const button = make("button", { type: "button", "aria-pressed": "false", "data-filter": kind }, `${label} ${count.toLocaleString("en")}`);
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", this.filters.delete(kind) ? "false" : (this.filters.add(kind), "true"));
        this.find();
      });
      byId("filters").append(button);
    }
  }

  listen() {
    byId("query").addEventListener("input", () => this.find());
    addEventListener("hashchange", () => this.follow());
    addEventListener("keydown", event => this.key(event));
    byId("theme").addEventListener("click", () => Viewer.switchTheme());
    byId("keys").addEventListener("click", () => byId("help").showModal());
    byId("back").addEventListener("click", () => document.body.classList.remove("opened"));
    byId("tree").addEventListener("click", event => {
      if (event.target.id === "fold") this.foldAll();
      else if (event.target.classList.contains("fold")) Viewer.fold(event.target.closest(".reply"));
    });
  }

  async find() {
    this.terms = TextSearch.terms(byId("query").value);
    const trees = this.store.trees.filter(tree => [...this.filters].every(kind => tree[kind] > 0));
    await this.search.run(this.terms, trees, (found, looked, done) => {
      this.list.show([...found]);
      this.tell(found.length, looked, trees.length, done);
    });
  }

  tell(found, looked, total, done) {
    const number = value => value.toLocaleString("en");
    const narrowed = this.terms.length || this.filters.size;
    const text = !done ? `${number(found)} found in ${number(looked)} of ${number(total)} …` : narrowed ? `${number(found)} of ${number(this.store.trees.length)} trees` : `${number(found)} trees`;
    byId("status").textContent = text + (this.store.left ? ` (${number(this.store.left)} more are not in this page)` : "");
  }

  go(summary) {
    const hash = `#tree=${encodeURIComponent(summary.id)}`;
    if (location.hash === hash) this.follow();
    else location.hash = hash;
  }

  /** Shows what the address asks for. */
  async follow() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (!wanted.has("tree")) return;
    const summary = this.store.byId.get(wanted.get("tree"));
    if (!summary) {
      byId("tree").replaceChildren(make("p", { class: "welcome" }, `This page has no tree ${wanted.get("tree")}.`));
      return;
    }
    const terms = this.terms.join("\n");
    if (this.opened !== summary || this.openedTerms !== terms) {
      this.opened = summary;
      this.openedTerms = terms;
      const tree = await this.store.tree(summary);
      if (this.opened !== summary) return;
      this.view = new TreeView(tree, this.terms);
      byId("tree").replaceChildren(this.view.render());
      byId("tree").scrollTop = 0;
      byId("tree").setAttribute("aria-label", `Tree ${summary.id}`);
      document.body.classList.add("opened");
      this.list.select(summary);
    }
    if (wanted.has("turn")) this.scrollTo(Number(wanted.get("turn")));
  }

  scrollTo(number) {
    const path = [];
    for (let turn = this.view.byNumber.get(number); turn; turn = turn.parent && this.view.byNumber.get(turn.parent[0])) path.unshift(turn.number);
    for (const step of path) {
      // A turn inside a folded branch: open what it lies in.
      const branches = [...byId("tree").querySelectorAll("details.branch")];
      if (!byId(`turn-${step}`)) for (const branch of branches) branch.grow();
      for (let up = byId(`turn-${step}`)?.closest("details.branch"); up && path.includes(number); up = up.parentElement.closest("details.branch")) up.open = true;
    }
    for (const at of byId("tree").querySelectorAll(".turn.at")) at.classList.remove("at");
    byId(`turn-${number}`)?.classList.add("at");
    byId(`turn-${number}`)?.scrollIntoView({ block: "start" });
  }

  /** The next or previous turn that can be seen. */
  step(by) {
    const turns = [...byId("tree").querySelectorAll(".turn")].filter(turn => turn.checkVisibility());
    const at = turns.findIndex(turn => turn.classList.contains("at"));
    const next = turns[Math.min(turns.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next) location.hash = next.querySelector(".number").getAttribute("href");
  }

  foldAll() {
    const leaves = [...byId("tree").querySelectorAll(".reply.foldable")];
    const folded = leaves.some(leaf => !leaf.classList.contains("folded"));
    for (const leaf of leaves) Viewer.fold(leaf, folded);
    byId("fold").textContent = folded ? "unfold leaves" : "fold leaves";
  }

  static fold(reply, folded = !reply.classList.contains("folded")) {
    reply.classList.toggle("folded", folded);
    const button = reply.querySelector(".fold");
    button.textContent = folded ? "unfold" : "fold";
    button.setAttribute("aria-expanded", !folded);
  }

  static switchTheme() {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
  }

  key(event) {
    const typing = event.target.matches("input, textarea");
    if (event.key === "Escape") return this.escape();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    const actions = {
      "/": () => byId("query").focus(), j: () => this.list.move(1), k: () => this.list.move(-1),
      n: () => this.step(1), p: () => this.step(-1), c: () => byId("fold") && this.foldAll(), "?": () => byId("help").showModal(),
    };
    if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  escape() {
    if (byId("help").open) return;
    document.body.classList.remove("opened");
    if (byId("query").value) {
      byId("query").value = "";
      this.find();
    }
    byId("rows").focus();
  }
}

const byId = id => document.getElementById(id);
new Viewer().start();

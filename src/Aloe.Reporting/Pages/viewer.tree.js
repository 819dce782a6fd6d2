/** How a reply was ranked: its kind for colours and shapes, a sign and words. */
function rankOf(turn, reply) {
  const count = turn.replies.length;
  if (turn.tie) return { kind: "even", sign: "=", label: "tie" };
  if (reply === 0) return { kind: "preferred", sign: "✓", label: count > 2 ? `preferred · 1 of ${count}` : "preferred" };
  if (reply === count - 1) return { kind: "rejected", sign: "✗", label: count > 2 ? `rejected · ${count} of ${count}` : "rejected" };
  return { kind: "between", sign: "·", label: `${reply + 1} of ${count}` };
}

/** One tree as a page: the trunk downwards, leaves beside it, branches folded in where they leave it. */
class TreeView {
  constructor(tree, terms) {
    Object.assign(this, { tree, terms, root: tree.turns[0], children: new Map() });
    for (const turn of tree.turns.slice(1)) this.children.set(this.keyOf(turn.parent), turn);
    this.byNumber = new Map(tree.turns.map(turn => [turn.number, turn]));
  }

  keyOf([number, reply]) { return `${number}/${reply}`; }

  childOf(turn, reply) { return this.children.get(this.keyOf([turn.number, reply])); }

  linkTo(turn) { return `#tree=${encodeURIComponent(this.tree.id)}&turn=${turn.number}`; }

  render() {
    return make("div", { class: "page" }, this.head(), this.line(this.root), this.persona());
  }

  head() {
    const { tree } = this;
    const ties = tree.turns.filter(turn => turn.tie).length;
    const fold = make("button", { class: "quiet", type: "button", id: "fold" }, "fold leaves");
    return make("div", { class: "head" },
      make("h2", {}, tree.id),
      make("div", { class: "meta" }, make("span", {}, `persona ${tree.persona.id}`), make("span", {}, `${tree.turns.length} turns`), ties ? make("span", {}, `${ties} ${ties === 1 ? "tie" : "ties"}`) : null, fold),
      make("div", { class: "outline" }, Outline.of(this)));
  }

  /** A turn and those that follow it along trunk replies. */
  line(turn) {
    const turns = make("div", { class: "turns" });
    for (let next = turn; next; next = this.childOf(next, next.trunk)) turns.append(this.turn(next));
    return turns;
  }

  turn(turn) {
    const section = make("section", { class: "turn", id: `turn-${turn.number}`, "aria-label": `Turn ${turn.number}` },
      make("a", { class: "number", href: this.linkTo(turn), "aria-label": `Link to turn ${turn.number}` }, String(turn.number)),
      make("div", { class: "user" }, make("p", {}, ...this.marked(turn.user))),
      this.revealed(turn),
      make("div", { class: "replies" }, ...turn.replies.map((reply, rank) => this.reply(turn, rank))));
    const notes = [turn.tie && "= tie: no preference", ...turn.notes].filter(Boolean);
    if (notes.length) section.append(make("div", { class: "notes" }, ...notes.map(note => make("span", { class: "badge" }, note))));
    turn.replies.forEach((reply, rank) => {
      const branch = rank === turn.trunk ? null : this.childOf(turn, rank);
      if (branch) section.append(this.branch(turn, rank, branch));
    });
    return section;
  }

  reply(turn, rank) {
    const { kind, sign, label } = rankOf(turn, rank);
    const isTrunk = rank === turn.trunk;
    const goesOn = isTrunk || this.childOf(turn, rank);
    const reply = turn.replies[rank];
    const fold = goesOn ? null : make("button", { class: "fold", type: "button", "aria-expanded": "true" }, "fold");
    return make("article", { class: `reply ${kind} ${isTrunk ? "trunk" : "leaf"}${goesOn ? "" : " foldable"}`, "aria-label": `Reply, ${label}${isTrunk ? ", trunk" : ""}` },
      make("header", {},
        make("span", { class: "rank" }, `${sign} ${label}`),
        make("span", {}, reply.informed ? "informed" : "uninformed"),
        isTrunk ? make("span", { class: "onward" }, "↓ trunk") : goesOn ? make("span", { class: "onward" }, "↳ branch") : null,
        fold),
      make("p", {}, ...this.marked(reply.text)));
  }

  branch(turn, rank, first) {
    const details = make("details", { class: "branch" }, make("summary", {}, `branch from ${rankOf(turn, rank).label} of turn ${turn.number}: ${this.sizeOf(first)} more turns`));
    details.grow = () => { if (details.children.length === 1) details.append(this.line(first)); };
    details.addEventListener("toggle", () => details.open && details.grow());
    return details;
  }

  sizeOf(turn) {
    return 1 + turn.replies.reduce((sum, _, rank) => sum + (this.childOf(turn, rank) ? this.sizeOf(this.childOf(turn, rank)) : 0), 0);
  }

  /** What this message let show that was not known before, and what the inducer no longer lists. */
  revealed(turn) {
    const before = turn.parent ? this.byNumber.get(turn.parent[0]) : { facts: [], traits: [] };
    const items = [];
    for (const [kind, list] of [["fact", "facts"], ["trait", "traits"]]) {
      items.push(...turn[list].filter(text => !before[list].includes(text)).map(text => make("li", { class: kind }, ...this.marked(text))));
      items.push(...before[list].filter(text => !turn[list].includes(text)).map(text => make("li", { class: "gone" }, `no longer listed · ${text}`)));
    }
    return items.length ? make("ul", { class: "revealed", "aria-label": "Newly revealed" }, ...items) : null;
  }

  persona() {
    const { persona } = this.tree;
    const part = (title, text, kind, list) => [make("h3", {}, title), make("p", {}, ...this.shown(text, kind, list))];
    return make("aside", { class: "persona", "aria-label": "Persona" },
      ...part("Profile", persona.profile, "fact", "facts"),
      ...part("Personality", persona.personality, "trait", "traits"),
      make("p", { class: "legend" }, "Marked: what was revealed, with the turn at which it first was."));
  }

  /** A persona text in which what was revealed is marked with the turn of its first showing. */
  shown(text, kind, list) {
    const first = new Map();
    for (const turn of this.tree.turns) for (const revealed of turn[list]) if (!first.has(revealed)) first.set(revealed, turn);
    const spans = [...first].map(([revealed, turn]) => ({ start: text.indexOf(revealed), length: revealed.length, turn })).filter(span => span.start >= 0 && span.length).sort((a, b) => a.start - b.start);
    const nodes = [];
    let end = 0;
    for (const { start, length, turn } of spans) {
      if (start < end) continue;
      nodes.push(...this.marked(text.slice(end, start)),
        make("span", { class: `shown ${kind}` }, ...this.marked(text.slice(start, start + length)), make("a", { href: this.linkTo(turn), "aria-label": `revealed at turn ${turn.number}` }, String(turn.number))));
      end = start + length;
    }
    return [...nodes, ...this.marked(text.slice(end))];
  }

  /** A text with the words of the search marked. */
  marked(text) {
    const lower = text.toLowerCase();
    if (!this.terms.length || lower.length !== text.length) return [text];
    const hits = this.terms.flatMap(term => [...lower.matchAll(new RegExp(RegExp.escape?.(term) ?? term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "g"))].map(match => [match.index, match.index + term.length])).sort((a, b) => a[0] - b[0]);
    const nodes = [];
    let end = 0;
    for (const [from, to] of hits) {
      if (from < end) continue;
      nodes.push(text.slice(end, from), make("mark", {}, text.slice(from, to)));
      end = to;
    }
    return [...nodes, text.slice(end)];
  }
}

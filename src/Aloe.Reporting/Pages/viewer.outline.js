/** The shape of a tree as a small drawing: user messages, replies by rank, the trunk as a thick line. */
class Outline {
  static step = 60;
  static rowHeight = 20;

  constructor(view) {
    this.view = view;
    this.lines = [];
    this.nodes = [];
    this.width = 0;
    this.height = 0;
    this.free = [];
  }

  static of(view) {
    const outline = new Outline(view);
    outline.place(view.root, 0, 0, true);
    const svg = Outline.svg("svg", { width: outline.width + 12, height: outline.height + 12, role: "group", "aria-label": "Outline of the tree" });
    svg.append(...outline.lines, ...outline.nodes);
    return svg;
  }

  static svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Draws a turn and all that follows it: the trunk straight on, other replies in the next rows that are free in all columns they need. */
  place(turn, depth, row, onTrunk) {
    const [x, y] = this.at(depth, row);
    this.reply(turn, turn.trunk, depth, row, x, y, onTrunk);
    for (const reply of turn.replies.keys()) {
      if (reply !== turn.trunk) this.reply(turn, reply, depth, this.freeRow(depth, this.lengthFrom(turn, reply)), x, y, false);
    }
    this.user(turn, x, y, row === 0);
  }

  at(depth, row) { return [14 + depth * Outline.step, 24 + row * Outline.rowHeight]; }

  freeRow(depth, columns) { return Math.max(...Array.from({ length: columns }, (_, i) => this.free[depth + i] ?? 0)); }

  /** Columns that a reply and what follows it take. */
  lengthFrom(turn, reply) {
    const next = this.view.childOf(turn, reply);
    return 1 + (next ? Math.max(...[...next.replies.keys()].map(other => this.lengthFrom(next, other))) : 0);
  }

  reply(turn, reply, depth, row, x, y, onTrunk) {
    const [rx, ry] = [x + Outline.step / 2, this.at(depth, row)[1]];
    this.free[depth] = Math.max(this.free[depth] ?? 0, row + 1);
    this.width = Math.max(this.width, rx);
    this.height = Math.max(this.height, ry);
    this.line(x, y, rx, ry, onTrunk);
    const next = this.view.childOf(turn, reply);
    if (next) {
      this.line(rx, ry, rx + Outline.step / 2, ry, onTrunk);
      this.place(next, depth + 1, row, onTrunk);
    }
    this.mark(turn, reply, rx, ry);
  }

  line(x1, y1, x2, y2, onTrunk) {
    this.lines.push(Outline.svg("line", { x1, y1, x2, y2, class: onTrunk ? "on-trunk" : "off-trunk" }));
  }

  user(turn, x, y, labelled) {
    const link = Outline.svg("a", { href: this.view.linkTo(turn), "aria-label": `Turn ${turn.number}` },
      Outline.svg("circle", { cx: x, cy: y, r: 5, class: "user" }), Outline.svg("title", {}, `Turn ${turn.number}: ${turn.user.slice(0, 120)}`));
    if (labelled) link.append(Outline.svg("text", { x, y: y - 11 }, turn.number));
    this.nodes.push(link);
  }

  /** Preferred: a filled disc. Rejected: a hollow square. Tie: a diamond. Between: a small dot. */
  mark(turn, reply, x, y) {
    const kind = rankOf(turn, reply).kind;
    const shape = kind === "rejected" ? Outline.svg("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9, class: kind })
      : kind === "even" ? Outline.svg("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5z`, class: kind })
      : Outline.svg("circle", { cx: x, cy: y, r: kind === "preferred" ? 4.5 : 2.5, class: kind });
    shape.append(Outline.svg("title", {}, `Turn ${turn.number}, ${rankOf(turn, reply).label}`));
    this.nodes.push(shape);
  }
}
